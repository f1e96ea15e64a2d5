package org.ringback.crypto.certificatefirst.internal;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * Noise's CipherState (rev 34 §5.1) for ChaCha20-Poly1305 (§12.3): a key and the nonce of the next message. Each nonce
 * is used once; the last one, 2⁶⁴ − 1, never. Not thread-safe.
 */
final class CipherState {
    /** Bytes that encryption adds. */
    static final int TAG = 16;

    /** Length of a key, in bytes. */
    static final int KEY = 32;

    /** The nonce that Noise reserves (§5.1). */
    private static final long LAST = -1L;

    private static final int NONCE = 12;
    private static final int COUNTER_OFFSET = 4;

    private final byte[] key;
    private final ChaCha20Poly1305 aead = new ChaCha20Poly1305();
    private long number;

    /**
     * Takes a key.
     *
     * @param key 32 bytes; not to be used by the caller afterwards
     */
    CipherState(byte[] key) {
        this(key, 0);
    }

    CipherState(byte[] key, long number) {
        this.key = key;
        this.number = number;
    }

    /**
     * Encrypts the next message.
     *
     * @param associated the associated data
     * @param out gets the ciphertext, 16 bytes longer than the plaintext, from the offset on
     * @throws ProtectionException if the nonces are used up
     */
    void encrypt(byte[] associated, byte[] plaintext, byte[] out, int offset) throws ProtectionException {
        init(true, associated);
        int done = aead.processBytes(plaintext, 0, plaintext.length, out, offset);
        try {
            aead.doFinal(out, offset + done);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encryption does not check a tag", e);
        }
        number++;
    }

    byte[] encrypt(byte[] associated, byte[] plaintext) throws ProtectionException {
        byte[] ciphertext = new byte[plaintext.length + TAG];
        encrypt(associated, plaintext, ciphertext, 0);
        return ciphertext;
    }

    /**
     * Decrypts the next message.
     *
     * @throws ProtectionException if it is not the peer's next message, or the nonces are used up
     */
    byte[] decrypt(byte[] associated, byte[] ciphertext) throws ProtectionException {
        init(false, associated);
        byte[] plaintext = new byte[Math.max(ciphertext.length - TAG, 0)];
        int done = aead.processBytes(ciphertext, 0, ciphertext.length, plaintext, 0);
        try {
            aead.doFinal(plaintext, done);
        } catch (InvalidCipherTextException e) {
            throw new ProtectionException(Reason.BROKEN, "ciphertext: changed, or under another key");
        }
        number++;
        return plaintext;
    }

    /** Wipes the key. */
    void wipe() {
        Arrays.fill(key, (byte) 0);
        number = LAST;
        aead.init(false, new AEADParameters(new KeyParameter(key), TAG * Byte.SIZE, new byte[NONCE]));
    }

    private void init(boolean encrypts, byte[] associated) throws ProtectionException {
        // [CF-12] A wrong record ends the connection, as does the nonce 2⁶⁴ − 1.
        if (number == LAST) {
            throw new ProtectionException(Reason.CLOSED, "key: used up (expected: a new connection)");
        }
        // §12.3: 32 bits of zeros, then the number in little-endian.
        byte[] nonce = new byte[NONCE];
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[COUNTER_OFFSET + i] = (byte) (number >>> (i * Byte.SIZE));
        }
        aead.init(encrypts, new AEADParameters(new KeyParameter(key), TAG * Byte.SIZE, nonce, associated));
    }
}
