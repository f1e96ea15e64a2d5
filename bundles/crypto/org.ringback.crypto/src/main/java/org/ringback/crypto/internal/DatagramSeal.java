package org.ringback.crypto.internal;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * ChaCha20-Poly1305 (RFC 8439) under a key that is used for one message only, so that the nonce may be zero.
 * Stateless.
 */
final class DatagramSeal {
    private static final int TAG_LENGTH = 16;
    private static final int NONCE_LENGTH = 12;

    private DatagramSeal() {}

    static byte[] seal(byte[] key, byte[] aad, byte[] plaintext) {
        try {
            return run(true, key, aad, plaintext);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing has no tag to check", e);
        }
    }

    static Optional<byte[]> open(byte[] key, byte[] aad, byte[] sealed) {
        if (sealed.length < TAG_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(run(false, key, aad, sealed));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    private static byte[] run(boolean seal, byte[] key, byte[] aad, byte[] input) throws InvalidCipherTextException {
        ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
        // [KEY-3] Datagram ring: ChaCha20-Poly1305 (RFC 8439), nonce of 12 zero bytes, AAD = the message up to the …
        cipher.init(
                seal, new AEADParameters(new KeyParameter(key), TAG_LENGTH * Byte.SIZE, new byte[NONCE_LENGTH], aad));
        byte[] output = new byte[cipher.getOutputSize(input.length)];
        int length = cipher.processBytes(input, 0, input.length, output, 0);
        length += cipher.doFinal(output, length);
        return length == output.length ? output : Arrays.copyOf(output, length);
    }
}
