package org.ringback.api;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names one grant of a gateway to one person: 128 random bits. Immutable.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record GrantId(String hex) {
    /** Length in bytes. */
    public static final int LENGTH = 16;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    /** Checks the form. */
    public GrantId {
        if (!FORM.matcher(hex).matches()) {
            throw Checks.bad("grant ID", hex, "32 lower-case hexadecimal digits");
        }
    }

    /**
     * Takes the bytes.
     *
     * @param bytes the 16 bytes
     * @return the value
     */
    public static GrantId of(byte[] bytes) {
        return new GrantId(HexFormat.of().formatHex(bytes));
    }

    /**
     * Draws a fresh one.
     *
     * @param random where the bits come from
     * @return the value
     */
    public static GrantId random(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** {@return a fresh array of the 16 bytes} */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
