package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Joins fields so that no two lists of fields give the same bytes: before each field stands its length in 16 bits.
 * Stateless.
 */
final class Fields {
    private static final int MAX_LENGTH = 0xFFFF;

    private Fields() {}

    /**
     * Joins fields.
     *
     * @param fields each at most 65,535 bytes
     * @return length and bytes of each, in order
     */
    static byte[] join(byte[]... fields) {
        int length = 0;
        for (byte[] field : fields) {
            if (field.length > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "field: " + field.length + " bytes (expected: at most " + MAX_LENGTH + ")");
            }
            length += Short.BYTES + field.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] field : fields) {
            // [KEY-1] F(a, b, …) joins fields so that no two lists give the same bytes: before each field stands its …
            joined.putShort((short) field.length).put(field);
        }
        return joined.array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Refuses a value of another length than the protocol fixes. */
    static byte[] ofLength(String field, byte[] value, int expected) {
        if (value.length != expected) {
            throw new IllegalArgumentException(
                    field + ": " + value.length + " bytes (expected: " + expected + " bytes)");
        }
        return value;
    }
}
