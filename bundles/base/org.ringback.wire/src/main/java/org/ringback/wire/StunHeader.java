package org.ringback.wire;

import java.nio.ByteBuffer;

/** Layout of the STUN header and of attributes (RFC 8489 §5 and §14): offsets and lengths in bytes. */
final class StunHeader {
    static final int TYPE_OFFSET = 0;
    static final int LENGTH_OFFSET = TYPE_OFFSET + Short.BYTES;
    static final int COOKIE_OFFSET = LENGTH_OFFSET + Short.BYTES;
    static final int TRANSACTION_OFFSET = COOKIE_OFFSET + Integer.BYTES;
    static final int LENGTH = TRANSACTION_OFFSET + TransactionId.LENGTH;

    static final int MAGIC_COOKIE = 0x2112A442;
    /** The two most significant bits of every STUN message are zero (RFC 8489 §5). */
    static final int NOT_STUN_BITS = 0xC000;

    static final int ATTRIBUTE_LENGTH_OFFSET = Short.BYTES;
    static final int ATTRIBUTE_VALUE_OFFSET = ATTRIBUTE_LENGTH_OFFSET + Short.BYTES;
    static final int ALIGNMENT = 4;

    static final int MAC_LENGTH = 32;
    static final int MAC_ATTRIBUTE_LENGTH = ATTRIBUTE_VALUE_OFFSET + MAC_LENGTH;
    static final int FINGERPRINT_ATTRIBUTE_LENGTH = ATTRIBUTE_VALUE_OFFSET + Integer.BYTES;
    /** What the CRC-32 is XORed with (RFC 8489 §14.7). */
    static final int FINGERPRINT_XOR = 0x5354554e;

    private StunHeader() {}

    /**
     * Reads from a header how long its whole message is.
     *
     * @param buffer holds at least the header
     * @param start where the header begins
     * @return header and attributes in bytes, or -1 if this is no STUN header
     */
    static int messageLength(ByteBuffer buffer, int start) {
        int type = buffer.getShort(start + TYPE_OFFSET);
        int length = Short.toUnsignedInt(buffer.getShort(start + LENGTH_OFFSET));
        boolean stun = (type & NOT_STUN_BITS) == 0
                && buffer.getInt(start + COOKIE_OFFSET) == MAGIC_COOKIE
                && length % ALIGNMENT == 0;
        return stun ? LENGTH + length : -1;
    }

    static int padded(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
