package org.ringback.spi;

import org.ringback.api.Secret;

/** Makes and reads device keys. Part of a {@link CryptoProvider}; stateless, thread-safe. */
public interface Identities {
    /**
     * Makes a fresh Ed25519 identity with its self-signed certificate (notAfter 99991231235959Z: it only carries the
     * key).
     *
     * @return the identity
     */
    DeviceIdentity create();

    /**
     * Reads a stored identity.
     *
     * @param encoded what {@link DeviceIdentity#encoded()} gave
     * @return the identity
     * @throws IllegalArgumentException if it is not one
     */
    DeviceIdentity identity(Secret encoded);

    /** {@return a fresh X25519 sealing key} */
    SealingKey createSealingKey();
}
