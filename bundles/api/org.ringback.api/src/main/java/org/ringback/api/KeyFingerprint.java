package org.ringback.api;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a public key's SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) in DER: how every party names a key. Immutable;
 * keeps its 32 bytes as four longs to save memory, as a server has very many of them.
 */
public final class KeyFingerprint implements Comparable<KeyFingerprint> {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORT_LENGTH = 16;

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    /**
     * Reads a fingerprint.
     *
     * @param hex 64 lower-case hexadecimal digits
     */
    public KeyFingerprint(String hex) {
        this(ByteBuffer.wrap(parsed(hex)));
    }

    private KeyFingerprint(ByteBuffer bytes) {
        this.first = bytes.getLong();
        this.second = bytes.getLong();
        this.third = bytes.getLong();
        this.fourth = bytes.getLong();
    }

    private static byte[] parsed(String hex) {
        if (!FORM.matcher(hex).matches()) {
            throw bad(hex);
        }
        return HexFormat.of().parseHex(hex);
    }

    private static IllegalArgumentException bad(String hex) {
        return Checks.bad("key fingerprint", hex, "64 lower-case hexadecimal digits (SHA-256 of the SPKI)");
    }

    /**
     * Takes the fingerprint's bytes.
     *
     * @param bytes the 32 bytes
     * @return the fingerprint
     */
    public static KeyFingerprint of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw bad(HexFormat.of().formatHex(bytes));
        }
        return new KeyFingerprint(ByteBuffer.wrap(bytes));
    }

    /** {@return a fresh array of the 32 bytes} */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** {@return 64 lower-case hexadecimal digits} */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /** {@return the first 16 digits, enough for a person to compare in a table} */
    public String shortForm() {
        return hex().substring(0, SHORT_LENGTH);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyFingerprint key
                && first == key.first
                && second == key.second
                && third == key.third
                && fourth == key.fourth;
    }

    /** Part of the fingerprint, which is a hash already. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** In the order of the digits. */
    @Override
    public int compareTo(KeyFingerprint other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order == 0 ? Long.compareUnsigned(second, other.second) : order;
        order = order == 0 ? Long.compareUnsigned(third, other.third) : order;
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    @Override
    public String toString() {
        return hex();
    }
}
