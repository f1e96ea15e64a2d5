package org.ringback.crypto.certificatefirst.internal;

import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;

/**
 * Noise's SymmetricState (rev 34 §5.2) with SHA-256 (§12.5): the chaining key, and the hash of all that was exchanged.
 * Not thread-safe.
 */
final class SymmetricState {
    private static final int LENGTH = CipherState.KEY;

    private final byte[] chainingKey;
    private byte[] hash;
    private @Nullable CipherState cipher;

    /**
     * Begins a handshake.
     *
     * @param name the protocol's name, of exactly 32 bytes, which are therefore the first hash (§5.2)
     */
    SymmetricState(byte[] name) {
        if (name.length != LENGTH) {
            throw new IllegalArgumentException("protocol name: " + name.length + " bytes (expected: " + LENGTH + ")");
        }
        hash = name.clone();
        chainingKey = name.clone();
    }

    void mixHash(byte[] data) {
        hash = Hashes.sha256(hash, data);
    }

    /** MixKey: mixes in a secret, and wipes it. */
    void mixKey(byte[] secret) {
        forgetCipher();
        cipher = new CipherState(derive(secret));
        Arrays.fill(secret, (byte) 0);
    }

    byte[] encryptAndHash(byte[] plaintext) throws ProtectionException {
        byte[] ciphertext = cipher().encrypt(hash, plaintext);
        mixHash(ciphertext);
        return ciphertext;
    }

    byte[] decryptAndHash(byte[] ciphertext) throws ProtectionException {
        byte[] plaintext = cipher().decrypt(hash, ciphertext);
        mixHash(ciphertext);
        return plaintext;
    }

    /** Split: makes the keys of the connection, and wipes everything else. */
    CommonKey split() {
        byte[] second = derive(new byte[0]);
        CommonKey keys = new CommonKey(hash.clone(), new CipherState(chainingKey.clone()), new CipherState(second));
        wipe();
        return keys;
    }

    void wipe() {
        Arrays.fill(chainingKey, (byte) 0);
        forgetCipher();
    }

    /** HKDF (§4.3) with two outputs: the first becomes the chaining key, the second is returned. */
    private byte[] derive(byte[] secret) {
        byte[] temporary = hmac(chainingKey, secret);
        byte[] first = hmac(temporary, new byte[] {1});
        byte[] second = hmac(temporary, Arrays.copyOf(first, LENGTH + 1), (byte) 2);
        System.arraycopy(first, 0, chainingKey, 0, LENGTH);
        Arrays.fill(temporary, (byte) 0);
        Arrays.fill(first, (byte) 0);
        return second;
    }

    private static byte[] hmac(byte[] key, byte[] message, byte last) {
        message[message.length - 1] = last;
        try {
            return hmac(key, message);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        HMac hmac = new HMac(new SHA256Digest());
        hmac.init(new KeyParameter(key));
        hmac.update(message, 0, message.length);
        byte[] result = new byte[LENGTH];
        hmac.doFinal(result, 0);
        return result;
    }

    private CipherState cipher() {
        return Objects.requireNonNull(cipher, "a secret was mixed in before");
    }

    private void forgetCipher() {
        if (cipher != null) {
            cipher.wipe();
        }
    }
}
