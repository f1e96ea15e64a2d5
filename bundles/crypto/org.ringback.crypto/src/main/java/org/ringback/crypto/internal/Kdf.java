package org.ringback.crypto.internal;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.ringback.api.Secret;

/**
 * SHA-256, HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869) with keys as {@link Secret}s. Stateless. HMAC and SHA-256
 * are the JDK's, which are several times faster than Bouncy Castle's.
 */
final class Kdf {
    /** Length of every derived key, of every HMAC and hash, in bytes. */
    static final int LENGTH = 32;

    /** No salt, which is the same as a salt of zeros (RFC 5869 §2.2). */
    static final byte[] NO_SALT = new byte[0];

    private static final String HMAC = "HmacSHA256";

    private Kdf() {}

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] hmac(Secret key, byte[] data) {
        byte[] bytes = key.copyBytes();
        try {
            return hmac(bytes, data);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("key: (expected: at least one byte)", e);
        }
    }

    /** Derives 32 bytes; the caller wipes them. */
    static byte[] derive(Secret key, byte[] salt, byte[] info) {
        byte[] bytes = key.copyBytes();
        try {
            HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
            hkdf.init(new HKDFParameters(bytes, salt, info));
            byte[] derived = new byte[LENGTH];
            hkdf.generateBytes(derived, 0, LENGTH);
            return derived;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static Secret deriveSecret(Secret key, byte[] salt, byte[] info) {
        return take(derive(key, salt, info));
    }

    /** Makes a secret of a copy of the bytes, and wipes them. */
    static Secret take(byte[] bytes) {
        try {
            return Secret.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
