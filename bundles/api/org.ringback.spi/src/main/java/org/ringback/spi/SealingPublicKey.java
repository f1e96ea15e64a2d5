package org.ringback.spi;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The public half of a sealing key: X25519, 32 raw bytes (RFC 7748). Immutable.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record SealingPublicKey(String hex) {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** Checks the form. */
    public SealingPublicKey {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("sealing key: (expected: 64 lower-case hexadecimal digits)");
        }
    }

    /**
     * Takes the raw bytes.
     *
     * @param bytes the 32 bytes
     * @return the key
     */
    public static SealingPublicKey of(byte[] bytes) {
        return new SealingPublicKey(HexFormat.of().formatHex(bytes));
    }

    /** {@return a fresh array of the 32 raw bytes} */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
