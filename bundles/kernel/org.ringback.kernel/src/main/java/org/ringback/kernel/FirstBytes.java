package org.ringback.kernel;

import java.nio.ByteBuffer;
import org.ringback.api.Protection;
import org.ringback.wire.Door;
import org.ringback.wire.MessageKind;

/**
 * What the first bytes of a connection are: a TLS record with a whole ClientHello in it and nothing else (RFC 8446 §4.1.2,
 * §5.1), or a Certificate Request of certificate-first. As much is checked as can be without understanding either.
 *
 * @param possible whether they are one of the two, as far as they go
 * @param whole whether nothing of it is missing
 * @param protection which of the two; meaningless if they are neither
 */
record FirstBytes(boolean possible, boolean whole, Protection protection) {
    /** Longest TLS record with a ClientHello, header and all: three of ours would fit. */
    static final int MAX_TLS = 4_096;

    private static final int RECORD_HEADER = 5;
    private static final int RECORD_VERSION = 1;
    private static final int RECORD_LENGTH = 3;
    private static final int HANDSHAKE_LENGTH = RECORD_HEADER + 1;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int HELLO = RECORD_HEADER + HANDSHAKE_HEADER;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int CLIENT_HELLO = 1;
    private static final int MAJOR_VERSION = 3;

    private static final int STUN_LENGTH = 2;
    private static final int STUN_COOKIE = 4;
    private static final int STUN_HEADER = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int ALIGNMENT = 4;

    private static final FirstBytes NEITHER = new FirstBytes(false, false, Protection.TLS13);

    /** Looks at what came so far, at least one byte; consumes nothing. */
    static FirstBytes of(ByteBuffer bytes) {
        return at(bytes, 0) == TLS_HANDSHAKE ? tls(bytes) : stun(bytes);
    }

    private static FirstBytes tls(ByteBuffer bytes) {
        int came = bytes.remaining();
        if (came > RECORD_VERSION && at(bytes, RECORD_VERSION) != MAJOR_VERSION) {
            return NEITHER;
        }
        if (came < RECORD_HEADER) {
            return new FirstBytes(true, false, Protection.TLS13);
        }
        int fragment = number(bytes, RECORD_LENGTH, Short.BYTES);
        if (fragment <= HANDSHAKE_HEADER || fragment > MAX_TLS - RECORD_HEADER) {
            return NEITHER;
        }
        if (came > RECORD_HEADER && at(bytes, RECORD_HEADER) != CLIENT_HELLO) {
            return NEITHER;
        }
        if (came >= HELLO && number(bytes, HANDSHAKE_LENGTH, HANDSHAKE_HEADER - 1) != fragment - HANDSHAKE_HEADER) {
            return NEITHER;
        }
        return new FirstBytes(true, came >= RECORD_HEADER + fragment, Protection.TLS13);
    }

    private static FirstBytes stun(ByteBuffer bytes) {
        int came = bytes.remaining();
        int type = MessageKind.CERTIFICATE_REQUEST.type();
        if (at(bytes, 0) != type >> Byte.SIZE || (came > 1 && at(bytes, 1) != (type & 0xFF))) {
            return NEITHER;
        }
        int length = came < STUN_COOKIE ? 0 : number(bytes, STUN_LENGTH, Short.BYTES);
        if (length % ALIGNMENT != 0 || length > Door.SERVER_AGREEMENT.maxLength() - STUN_HEADER) {
            return NEITHER;
        }
        if (came >= STUN_COOKIE + Integer.BYTES && number(bytes, STUN_COOKIE, Integer.BYTES) != COOKIE) {
            return NEITHER;
        }
        return new FirstBytes(true, came >= STUN_HEADER + length, Protection.CERTIFICATE_FIRST);
    }

    private static int at(ByteBuffer bytes, int offset) {
        return Byte.toUnsignedInt(bytes.get(bytes.position() + offset));
    }

    /** A number of a few bytes, the first one the highest. */
    private static int number(ByteBuffer bytes, int offset, int length) {
        int number = 0;
        for (int i = 0; i < length; i++) {
            number = number << Byte.SIZE | at(bytes, offset + i);
        }
        return number;
    }
}
