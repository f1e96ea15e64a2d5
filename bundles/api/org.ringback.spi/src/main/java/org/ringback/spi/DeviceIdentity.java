package org.ringback.spi;

import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;

/**
 * A device's own long-lived Ed25519 key pair with the self-signed certificate that carries it. The private key stays
 * inside the bundle that made it, except in {@link #encoded()}, which is for storing it. Immutable, thread-safe.
 */
public interface DeviceIdentity {
    /** {@return SHA-256 of the public key's SPKI} */
    KeyFingerprint fingerprint();

    /** {@return the public key as SubjectPublicKeyInfo in DER (RFC 8410 §4), 44 bytes} */
    byte[] publicKey();

    /**
     * Signs with Ed25519 (RFC 8032 §5.1).
     *
     * @param message what to sign; begins with a label of its use
     * @return 64 bytes
     */
    byte[] sign(byte[] message);

    /** {@return key and certificate, to be stored and later given to {@link Identities#identity(Secret)}} */
    Secret encoded();
}
