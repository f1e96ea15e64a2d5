package org.ringback.spi;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * First bytes of a connection that a protection claims as its own: 1 to 4 of them, or some bits of them. Immutable.
 *
 * @param length how many bytes, 1 to 4
 * @param value the bytes as a number, the first one the most significant
 * @param mask which bits of them count
 */
public record Prefix(int length, int value, int mask) {
    /** Checks that length, value and mask agree. */
    public Prefix {
        if (length < 1 || length > Integer.BYTES || (mask & ~all(length)) != 0 || (value & ~mask) != 0) {
            throw new IllegalArgumentException("prefix: " + length + " bytes, value " + Integer.toHexString(value)
                    + ", mask " + Integer.toHexString(mask)
                    + " (expected: 1 to 4 bytes, a mask of no more, a value in it)");
        }
    }

    /**
     * A prefix of which all bits count.
     *
     * @param length how many bytes, 1 to 4
     * @param value the bytes as a number, the first one the most significant
     */
    public Prefix(int length, int value) {
        this(length, value, all(length));
    }

    private static int all(int length) {
        return -1 >>> ((Integer.BYTES - length) * Byte.SIZE);
    }

    /**
     * Tells whether a connection's first bytes are this prefix, or may become it.
     *
     * @param came the bytes received so far, at least one; not consumed
     * @return whether all of them that the prefix covers match it
     */
    public boolean fits(ByteBuffer came) {
        int there = Math.min(length, came.remaining());
        int bytes = 0;
        for (int i = 0; i < there; i++) {
            bytes = (bytes << Byte.SIZE) | Byte.toUnsignedInt(came.get(came.position() + i));
        }
        int missing = (length - there) * Byte.SIZE;
        return ((bytes ^ (value >>> missing)) & (mask >>> missing)) == 0;
    }

    /**
     * Tells whether this prefix and another one are ambiguous.
     *
     * @param other the other one
     * @return whether they have the same length and some first bytes match both
     */
    public boolean sameAs(Prefix other) {
        return length == other.length && ((value ^ other.value) & mask & other.mask) == 0;
    }

    private String digits(int bytes) {
        return HexFormat.of().toHexDigits(bytes, length * 2);
    }

    @Override
    public String toString() {
        return digits(value) + (mask == all(length) ? "" : "/" + digits(mask));
    }
}
