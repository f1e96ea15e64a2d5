package org.ringback.updater.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One bundle as lists name it: the very bytes of one jar. Immutable.
 *
 * @param name its symbolic name
 * @param version its version, as its manifest has it
 * @param size in bytes, 1 to {@link #MAX_SIZE}
 * @param sha256 the digest of the jar, 64 small hexadecimal digits
 */
public record BundleEntry(String name, String version, long size, String sha256) {
    /** The most bytes of a jar, and of a whole release. */
    public static final long MAX_SIZE = 64L << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}(?:\\.\\d{1,9}){0,2}|\\d{1,9}(?:\\.\\d{1,9}){2}\\.[A-Za-z0-9_-]+");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST = 128;

    /** Checks every field. */
    public BundleEntry {
        require(NAME.matcher(name).matches() && name.length() <= LONGEST, "name", name, "a symbolic name");
        require(
                VERSION.matcher(version).matches() && version.length() <= LONGEST,
                "version",
                version,
                "major.minor.micro, and then perhaps .qualifier");
        require(size > 0 && size <= MAX_SIZE, "size", String.valueOf(size), "1 to " + MAX_SIZE + " bytes");
        require(DIGEST.matcher(sha256).matches(), "sha256", sha256, "64 hexadecimal digits");
    }

    private static void require(boolean holds, String field, String value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": '" + value + "' (expected: " + expected + ")");
        }
    }

    /**
     * Describes a jar.
     *
     * @param name its symbolic name
     * @param version its version
     * @param jar its bytes
     * @return the entry
     */
    public static BundleEntry of(String name, String version, byte[] jar) {
        return new BundleEntry(name, version, jar.length, digest(jar));
    }

    /**
     * Gives the SHA-256 of bytes.
     *
     * @param bytes any
     * @return 64 small hexadecimal digits
     */
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java has it", e);
        }
    }

    /**
     * Looks whether bytes are this bundle's.
     *
     * @param jar the bytes
     * @throws NotAcceptedException if they are not
     */
    public void require(byte[] jar) throws NotAcceptedException {
        if (jar.length != size) {
            throw new NotAcceptedException(
                    "bundle " + label() + ": " + jar.length + " bytes (expected: " + size + ", as its list says)");
        }
        String found = digest(jar);
        if (!found.equals(sha256)) {
            throw new NotAcceptedException(
                    "bundle " + label() + ": SHA-256 " + found + " (expected: " + sha256 + ", as its list says)");
        }
    }

    /** {@return name and version, for a person} */
    public String label() {
        return name + " " + version;
    }

    /** {@return the words that lists have for it} */
    String words() {
        return name + " " + version + " " + size + " " + sha256;
    }

    /** Reads {@link #words}; {@code IllegalArgumentException} if they are not four, or one of them is wrong. */
    static BundleEntry parse(String[] words, int from) {
        if (words.length < from + 4) {
            throw new IllegalArgumentException(
                    "bundle: " + (words.length - from) + " words (expected: name version size sha256)");
        }
        return new BundleEntry(words[from], words[from + 1], number("size", words[from + 2]), words[from + 3]);
    }

    static long number(String field, String text) {
        if (!text.matches("0|[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException(field + ": '" + text + "' (expected: a number)");
        }
        return Long.parseLong(text);
    }
}
