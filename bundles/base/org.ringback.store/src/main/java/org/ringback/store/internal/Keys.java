package org.ringback.store.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.ringback.api.Secret;

/**
 * The keys of the store's files, each derived from the key file by HKDF-SHA256 (RFC 5869) with a label of its own.
 * Immutable.
 */
final class Keys {
    static final int MAC = 32;
    static final int NONCE = 12;
    static final int TAG = 16;

    private static final String HMAC = "HmacSHA256";
    private static final String GCM = "AES/GCM/NoPadding";

    private final Secret file;

    Keys(Secret file) {
        this.file = file;
    }

    /** {@return a MAC over the marks} */
    Mac mark() {
        return mac("ringback 1 store mark");
    }

    /** {@return a MAC over the records of the lasting log} */
    Mac lasting() {
        return mac("ringback 1 store lasting");
    }

    /** {@return the key that encrypts the lasting log's changes} */
    SecretKeySpec kept() {
        return new SecretKeySpec(derive("ringback 1 store kept"), "AES");
    }

    /** {@return a MAC over single records, for {@link ContentSum}} */
    Mac content() {
        return mac("ringback 1 store content");
    }

    /** {@return the key that encrypts the latest commits} */
    SecretKeySpec recent() {
        return new SecretKeySpec(derive("ringback 1 store recent"), "AES");
    }

    /** {@return the key that encrypts the whole copy} */
    SecretKeySpec whole() {
        return new SecretKeySpec(derive("ringback 1 store whole"), "AES");
    }

    /** {@return the password for MVStore, which wipes it: the key in hex} */
    char[] password() {
        byte[] bytes = file.copyBytes();
        char[] digits = new char[2 * bytes.length];
        HexFormat hex = HexFormat.of();
        for (int i = 0; i < bytes.length; i++) {
            digits[2 * i] = hex.toHighHexDigit(bytes[i]);
            digits[2 * i + 1] = hex.toLowHexDigit(bytes[i]);
        }
        Arrays.fill(bytes, (byte) 0);
        return digits;
    }

    private Mac mac(String label) {
        return mac(derive(label));
    }

    private byte[] derive(String label) {
        byte[] secret = file.copyBytes();
        byte[] extracted = mac(new byte[MAC]).doFinal(secret);
        Arrays.fill(secret, (byte) 0);
        Mac expand = mac(extracted);
        expand.update(label.getBytes(StandardCharsets.US_ASCII));
        return expand.doFinal(new byte[] {1});
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    /** {@return AES-GCM's ciphertext and tag} */
    static byte[] seal(SecretKeySpec key, byte[] nonce, ByteBuffer bound, byte[] plain) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws GeneralSecurityException if anything was changed, or the key is another
     */
    static byte[] open(SecretKeySpec key, byte[] nonce, ByteBuffer bound, byte[] sealed)
            throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce, bound).doFinal(sealed);
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, ByteBuffer bound)
            throws GeneralSecurityException {
        try {
            Cipher cipher = Cipher.getInstance(GCM);
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
            cipher.updateAAD(bound);
            return cipher;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("AES of 256 bits", e);
        }
    }
}
