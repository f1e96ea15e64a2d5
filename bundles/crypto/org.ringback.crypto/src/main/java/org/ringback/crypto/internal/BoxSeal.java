package org.ringback.crypto.internal;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;

/**
 * HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20Poly1305, one message for each
 * encapsulation. A box is the encapsulated key, then the ciphertext with its tag. Stateless.
 */
final class BoxSeal {
    private static final int ENCAPSULATED_LENGTH = X25519PublicKeyParameters.KEY_SIZE;
    private static final int TAG_LENGTH = 16;

    private BoxSeal() {}

    /** A box's plaintext, and the secret that its HPKE context exported (RFC 9180 §5.3). */
    record Opened(byte[] plaintext, ReasonKey reasonKey) {}

    /**
     * Seals a box.
     *
     * @param exporterContext exporter_context of the exported secret (RFC 9180 §5.3)
     * @param ephemeral a fresh key, used for this box only
     */
    static SealedBox seal(
            SealingPublicKey recipient,
            byte[] info,
            byte[] aad,
            byte[] plaintext,
            byte[] exporterContext,
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
            return new SealedBox(box, reasonKey(context, exporterContext, encapsulated));
        } catch (InvalidCipherTextException | IllegalStateException e) {
            // RFC 7748 §6.1: a public key of small order makes an all-zero result.
            throw new IllegalArgumentException("sealing key: (expected: a public key made by join)", e);
        }
    }

    static Optional<Opened> open(SealingKey key, byte[] info, byte[] aad, byte[] exporterContext, byte[] box) {
        if (box.length < ENCAPSULATED_LENGTH + TAG_LENGTH) {
            return Optional.empty();
        }
        X25519PrivateKeyParameters own = privateKey(key);
        byte[] encapsulated = Arrays.copyOf(box, ENCAPSULATED_LENGTH);
        try {
            HPKEContext context = suite().setupBaseR(
                            encapsulated,
                            new AsymmetricCipherKeyPair(
                                    new X25519PublicKeyParameters(
                                            key.publicKey().bytes()),
                                    own),
                            info);
            byte[] plaintext = context.open(aad, Arrays.copyOfRange(box, ENCAPSULATED_LENGTH, box.length));
            return Optional.of(new Opened(plaintext, reasonKey(context, exporterContext, encapsulated)));
        } catch (InvalidCipherTextException | IllegalStateException changedOrSmallOrder) {
            // [KEY-11] An all-zero shared secret (RFC 7748 §6.1) is refused at both ends.
            return Optional.empty();
        }
    }

    private static ReasonKey reasonKey(HPKEContext context, byte[] exporterContext, byte[] encapsulated) {
        return new ReasonKey(Kdf.take(context.export(exporterContext, Kdf.LENGTH)), encapsulated);
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

    /** A new HPKE for each use, as it is not thread-safe; making one costs some microseconds. */
    private static HPKE suite() {
        // [KEY-9] The issuer's box: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 …
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }
}
