package org.ringback.api.crypto;

import org.ringback.api.KeyFingerprint;

/**
 * A device's own long-lived Ed25519 key pair with the self-signed certificate that carries it. The private half stays
 * inside the crypto bundle, but for {@link #encoded()}, which is for storing it. Immutable, thread-safe.
 */
public interface DeviceIdentity {
    /** {@return SHA-256 of the public key's SPKI} */
    KeyFingerprint fingerprint();

    /** {@return key and certificate, to be stored and later given to {@link Identities#identity(Secret)}} */
    Secret encoded();
}
