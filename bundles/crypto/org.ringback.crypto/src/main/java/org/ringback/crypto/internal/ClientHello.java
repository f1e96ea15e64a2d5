package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.List;
import org.ringback.spi.Beginning;
import org.ringback.spi.Prefix;

/**
 * Checks a TLS client's first bytes: they must be one record with a whole ClientHello and nothing else (RFC 8446
 * §4.1.2, §5.1). Stateless.
 */
final class ClientHello {
    /** The content type of a handshake record (RFC 8446 §5.1). */
    static final List<Prefix> CLAIMS = List.of(new Prefix(1, 0x16));

    /** Longest such record with its header, in bytes: about three times as long as ours. */
    private static final int MAX_LENGTH = 4_096;

    private static final int VERSION_OFFSET = 1;
    private static final int MAJOR_VERSION = 3;
    private static final int TYPE = 1;
    private static final int LENGTH = 3;

    /** Where the message begins; its type and length are its first four bytes. */
    private static final int MESSAGE_OFFSET = RecordReader.HEADER;

    private static final int BODY_OFFSET = MESSAGE_OFFSET + 1 + LENGTH;
    private static final int MASK = 0xFF_FFFF;

    private ClientHello() {}

    static Beginning beginning(ByteBuffer bytes) {
        ByteBuffer came = bytes.slice();
        int there = came.remaining();
        if (!CLAIMS.get(0).fits(came) || (there > VERSION_OFFSET && came.get(VERSION_OFFSET) != MAJOR_VERSION)) {
            return Beginning.WRONG;
        }
        if (there < RecordReader.HEADER) {
            return Beginning.PART;
        }
        int end = RecordReader.HEADER + Short.toUnsignedInt(came.getShort(RecordReader.LENGTH_OFFSET));
        boolean another = there > MESSAGE_OFFSET && came.get(MESSAGE_OFFSET) != TYPE;
        boolean more = there >= BODY_OFFSET && (came.getInt(MESSAGE_OFFSET) & MASK) != end - BODY_OFFSET;
        // [FIRST-1] On TCP what comes first tells the protection: a TLS record (0x16) with a whole ClientHello and …
        if (end <= BODY_OFFSET || end > MAX_LENGTH || another || more) {
            return Beginning.WRONG;
        }
        return there < end ? Beginning.PART : Beginning.WHOLE;
    }
}
