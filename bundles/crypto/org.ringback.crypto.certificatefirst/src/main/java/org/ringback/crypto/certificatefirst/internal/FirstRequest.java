package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.spi.Beginning;
import org.ringback.spi.Prefix;
import org.ringback.wire.Door;
import org.ringback.wire.MessageKind;

/** Checks a device's first bytes: they must be a Certificate Request, judged by its header (RFC 8489 §5). Stateless. */
final class FirstRequest {
    /** The message type of a Certificate Request. */
    static final List<Prefix> CLAIMS = List.of(new Prefix(Short.BYTES, MessageKind.CERTIFICATE_REQUEST.type()));

    private static final int LENGTH_OFFSET = 2;
    private static final int COOKIE_OFFSET = 4;
    private static final int HEADER = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int ALIGNMENT = 4;

    private FirstRequest() {}

    static Beginning beginning(ByteBuffer bytes) {
        ByteBuffer came = bytes.slice();
        int there = came.remaining();
        int length = there < COOKIE_OFFSET ? 0 : Short.toUnsignedInt(came.getShort(LENGTH_OFFSET));
        boolean noStun = there >= COOKIE_OFFSET + Integer.BYTES && came.getInt(COOKIE_OFFSET) != COOKIE;
        // [FIRST-2] or a Certificate Request, at most 512 bytes (certificate-first, 0x02).
        if (!CLAIMS.get(0).fits(came)
                || length % ALIGNMENT != 0
                || HEADER + length > Door.SERVER_AGREEMENT.maxLength()
                || noStun) {
            return Beginning.WRONG;
        }
        return there < HEADER + length ? Beginning.PART : Beginning.WHOLE;
    }
}
