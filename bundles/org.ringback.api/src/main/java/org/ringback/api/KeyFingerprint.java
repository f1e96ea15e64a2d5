package org.ringback.api;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 of a public key's SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in DER: how every party names a key. Immutable.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record KeyFingerprint(String hex) implements Comparable<KeyFingerprint> {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORT_LENGTH = 16;

    /** Checks the form. */
    public KeyFingerprint {
        if (!FORM.matcher(hex).matches()) {
            throw Checks.bad("key fingerprint", hex, "64 lower-case hexadecimal digits (SHA-256 of the SPKI)");
        }
    }

    /**
     * Takes the fingerprint's bytes.
     *
     * @param bytes the 32 bytes
     * @return the fingerprint
     */
    public static KeyFingerprint of(byte[] bytes) {
        return new KeyFingerprint(HexFormat.of().formatHex(bytes));
    }

    /** {@return a fresh array of the 32 bytes} */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** {@return the first 16 digits, enough for a person to compare in a table} */
    public String shortForm() {
        return hex.substring(0, SHORT_LENGTH);
    }

    @Override
    public int compareTo(KeyFingerprint other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
