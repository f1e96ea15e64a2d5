package org.ringback.crypto.certificatefirst.internal;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/** X25519 (RFC 7748 §5; Noise rev 34 §12.1). Stateless. */
final class Curve {
    /** Length of a private key, a public key and a shared secret, in bytes. */
    static final int LENGTH = X25519.POINT_SIZE;

    private Curve() {}

    static byte[] newPrivate(SecureRandom random) {
        byte[] key = new byte[LENGTH];
        X25519.generatePrivateKey(random, key);
        return key;
    }

    static byte[] publicOf(byte[] privateKey) {
        byte[] key = new byte[LENGTH];
        X25519.generatePublicKey(privateKey, 0, key, 0);
        return key;
    }

    /**
     * Computes the shared secret.
     *
     * @throws ProtectionException if it is all zeros, as any point of low order makes it (RFC 7748 §6.1)
     */
    static byte[] agree(byte[] privateKey, byte[] publicKey) throws ProtectionException {
        byte[] secret = new byte[LENGTH];
        // [CF-3] An X25519 result of all zeros is refused (RFC 7748 §6.1).
        if (!X25519.calculateAgreement(privateKey, 0, publicKey, 0, secret, 0)) {
            throw new ProtectionException(Reason.BROKEN, "public key: of low order (expected: X25519)");
        }
        return secret;
    }
}
