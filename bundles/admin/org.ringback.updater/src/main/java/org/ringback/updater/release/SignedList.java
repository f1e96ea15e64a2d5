package org.ringback.updater.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/**
 * The bytes of a release list and a signature over them (RFC 8032, Ed25519), before anybody knows whose it is. Written
 * as a line, the signature in Base64, the length of the list, and the list:
 *
 * <pre>
 * ringback 1 release
 * k2j0…==
 * 211
 * ringback 1 bundles
 * …
 * </pre>
 *
 * <p>Immutable; do not change its arrays.
 */
public final class SignedList {
    /** How the JDK calls the signature. */
    static final String ALGORITHM = "Ed25519";

    private static final String FIRST = "ringback 1 release";
    private static final int SIGNATURE = 64;
    private static final int LONGEST_LINE = 100;

    private final byte[] list;
    private final byte[] signature;

    /**
     * Takes both.
     *
     * @param list the list's bytes
     * @param signature 64 bytes
     */
    SignedList(byte[] list, byte[] signature) {
        this.list = list.clone();
        this.signature = signature.clone();
    }

    /**
     * Reads one, and nothing that stands behind it.
     *
     * @param in gives the bytes
     * @return the list, whose signature nobody has checked yet
     * @throws NotAcceptedException if it has another form
     * @throws IOException if it cannot be read
     */
    public static SignedList read(InputStream in) throws IOException {
        if (!line(in).equals(FIRST)) {
            throw none();
        }
        byte[] signature;
        int length;
        try {
            signature = Base64.getDecoder().decode(line(in));
            long said = BundleEntry.number("length", line(in));
            if (said > ReleaseList.MAX_BYTES) {
                throw new NotAcceptedException(
                        "release: length: " + said + " (expected: at most " + ReleaseList.MAX_BYTES + " bytes)");
            }
            length = (int) said;
        } catch (IllegalArgumentException e) {
            throw new NotAcceptedException("release: " + e.getMessage());
        }
        if (signature.length != SIGNATURE) {
            throw new NotAcceptedException(
                    "release: signature: " + signature.length + " bytes (expected: " + SIGNATURE + ")");
        }
        byte[] list = in.readNBytes(length);
        if (list.length < length) {
            throw new NotAcceptedException(
                    "release: cut after " + list.length + " of " + length + " bytes of its list");
        }
        return new SignedList(list, signature);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < ' ' || next > '~' || line.length() == LONGEST_LINE) {
                throw none();
            }
            line.append((char) next);
        }
        return line.toString();
    }

    private static NotAcceptedException none() {
        return new NotAcceptedException("release: is none (expected: a file that 'ringback release sign' made of jars,"
                + " whose first line is '" + FIRST + "')");
    }

    /** {@return the bytes that {@link #read} takes} */
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((FIRST + '\n' + Base64.getEncoder().encodeToString(signature) + '\n' + list.length + '\n')
                .getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(list);
        return all.toByteArray();
    }

    /** {@return the digest of {@link #bytes}, by which the release is named on disk} */
    public String digest() {
        return BundleEntry.digest(bytes());
    }

    /**
     * Reads the list, whose signer was found by {@link TrustedKeys#signer}.
     *
     * @return the list
     * @throws NotAcceptedException if it has another form
     */
    ReleaseList list() throws NotAcceptedException {
        return ReleaseList.parse(list);
    }

    /** Whether a key signed it. */
    boolean isBy(PublicKey key) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(list);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a key or signature of another form is nobody's
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedList that
                && Arrays.equals(list, that.list)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return digest();
    }
}
