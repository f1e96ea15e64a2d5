package org.ringback.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A STUN transaction ID: 96 random bits (RFC 8489 §5). Immutable.
 *
 * @param high the first 4 bytes
 * @param low the last 8 bytes
 */
public record TransactionId(int high, long low) {
    /** Length in bytes. */
    public static final int LENGTH = Integer.BYTES + Long.BYTES;

    /**
     * Draws a fresh one.
     *
     * @param random where the bits come from
     * @return the transaction ID
     */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }

    /**
     * Makes a transaction ID of its bytes.
     *
     * @param bytes the 12 bytes
     * @return the transaction ID
     */
    public static TransactionId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("transaction ID: " + bytes.length + " bytes (expected: " + LENGTH + ")");
        }
        return at(ByteBuffer.wrap(bytes), 0);
    }

    static TransactionId at(ByteBuffer buffer, int offset) {
        return new TransactionId(buffer.getInt(offset), buffer.getLong(offset + Integer.BYTES));
    }

    /** {@return a fresh array of the 12 bytes} */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH).putInt(high).putLong(low).array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
