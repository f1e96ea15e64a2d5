package org.ringback.crypto.internal;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.ringback.api.crypto.SealingKey;
import org.ringback.api.crypto.SealingPublicKey;

/**
 * HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305, one message for each
 * encapsulation: encapsulated key, then ciphertext with its tag. Stateless.
 */
final class BoxSeal {
    private static final int ENCAPSULATED_LENGTH = X25519PublicKeyParameters.KEY_SIZE;
    private static final int TAG_LENGTH = 16;

    private BoxSeal() {}

    /**
     * Seals.
     *
     * @param ephemeral a fresh key, used for this box only
     */
    static byte[] seal(
            SealingPublicKey recipient,
            byte[] info,
            byte[] aad,
            byte[] plaintext,
            X25519PrivateKeyParameters ephemeral) {
        try {
            HPKEContextWithEncapsulation context = suite().setupBaseS(
                            new X25519PublicKeyParameters(recipient.bytes()),
                            info,
                            new AsymmetricCipherKeyPair(ephemeral.generatePublicKey(), ephemeral));
            byte[] encapsulated = context.getEncapsulation();
            byte[] ciphertext = context.seal(aad, plaintext);
            byte[] box = Arrays.copyOf(encapsulated, encapsulated.length + ciphertext.length);
            System.arraycopy(ciphertext, 0, box, encapsulated.length, ciphertext.length);
            return box;
        } catch (InvalidCipherTextException | IllegalStateException e) {
            // RFC 7748 §6.1: an all-zero result comes of a public key of small order.
            throw new IllegalArgumentException("sealing key: (expected: a public key made by join)", e);
        }
    }

    static Optional<byte[]> open(SealingKey key, byte[] info, byte[] aad, byte[] box) {
        if (box.length < ENCAPSULATED_LENGTH + TAG_LENGTH) {
            return Optional.empty();
        }
        X25519PrivateKeyParameters own = privateKey(key);
        try {
            return Optional.of(suite().setupBaseR(
                            Arrays.copyOf(box, ENCAPSULATED_LENGTH),
                            new AsymmetricCipherKeyPair(
                                    new X25519PublicKeyParameters(
                                            key.publicKey().bytes()),
                                    own),
                            info)
                    .open(aad, Arrays.copyOfRange(box, ENCAPSULATED_LENGTH, box.length)));
        } catch (InvalidCipherTextException | IllegalStateException changedOrSmallOrder) {
            return Optional.empty();
        }
    }

    private static X25519PrivateKeyParameters privateKey(SealingKey key) {
        byte[] bytes = key.encoded().copyBytes();
        try {
            return new X25519PrivateKeyParameters(
                    Fields.ofLength("sealing key", bytes, X25519PrivateKeyParameters.KEY_SIZE));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Not thread-safe, so one for each use; its construction costs some microseconds. */
    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }
}
