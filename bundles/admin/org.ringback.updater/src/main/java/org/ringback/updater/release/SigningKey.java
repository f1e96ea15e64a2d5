package org.ringback.updater.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * A key that signs releases: a file with the private key (PKCS #8 in PEM, RFC 8410), beside it {@code FILE.trust} with
 * the public one, which is what others copy into their {@code trust/}. Immutable.
 */
public final class SigningKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey key;
    private final TrustedKey trusted;

    private SigningKey(PrivateKey key, TrustedKey trusted) {
        this.key = key;
        this.trusted = trusted;
    }

    /**
     * Makes a key.
     *
     * @param file where its private half goes, for the owner alone; its folder is made, it must not exist
     * @param bundles what it is to sign, as {@link TrustedKey#bundles}
     * @param trial whether it is for trials only
     * @return the key
     * @throws IOException if a file cannot be written, or is there already
     */
    public static SigningKey make(Path file, List<String> bundles, boolean trial) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(SignedList.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(SignedList.ALGORITHM + ": every Java from 15 on has it", e);
        }
        TrustedKey trusted = new TrustedKey(name(file), pair.getPublic(), bundles, trial);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, BEGIN + "\n" + body + "\n" + END + "\n");
        Files.writeString(trustFile(file), trusted.text(), StandardOpenOption.CREATE_NEW);
        return new SigningKey(pair.getPrivate(), trusted);
    }

    /**
     * Reads a key.
     *
     * @param file with the private half; the public one is beside it
     * @return the key
     * @throws IOException if one of the files cannot be read, has another form, or belongs to another key
     */
    public static SigningKey read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new NotAcceptedException("key: " + file + " (expected: " + BEGIN + " …, of an Ed25519 key)");
        }
        PrivateKey key;
        try {
            byte[] encoded =
                    Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            key = KeyFactory.getInstance(SignedList.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new NotAcceptedException("key: " + file + " (expected: an Ed25519 private key, PKCS #8)");
        }
        SigningKey read = new SigningKey(key, TrustedKey.ofSigner(name(file), Files.readString(trustFile(file))));
        if (!read.sign(new byte[0]).isBy(read.trusted.key())) {
            throw new NotAcceptedException("key: " + file + ": " + trustFile(file) + " has another key's public half"
                    + " (expected: its own)");
        }
        return read;
    }

    private static String name(Path file) {
        return file.toFile().getName();
    }

    /**
     * Tells where a key's public half stands.
     *
     * @param file with the private half
     * @return the file beside it
     */
    public static Path trustFile(Path file) {
        return file.resolveSibling(name(file) + TrustedKeys.SUFFIX);
    }

    /** {@return the public half, and what it may sign} */
    public TrustedKey trusted() {
        return trusted;
    }

    /**
     * Signs a release.
     *
     * @param list what is in it
     * @return the list with its signature
     */
    public SignedList sign(ReleaseList list) {
        return sign(list.bytes());
    }

    private SignedList sign(byte[] list) {
        try {
            Signature signature = Signature.getInstance(SignedList.ALGORITHM);
            signature.initSign(key);
            signature.update(list);
            return new SignedList(list, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(SignedList.ALGORITHM + ": the key was read", e);
        }
    }
}
