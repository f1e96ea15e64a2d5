package org.ringback.crypto.internal;

import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.spi.DeviceIdentity;

/**
 * A device's key pair with its certificate. Immutable, thread-safe.
 *
 * @param material key and certificate
 * @param spki the certificate's SPKI
 */
record StoredIdentity(KeyAndChain material, Spki spki) implements DeviceIdentity {
    static final String WHAT = "identity";

    static StoredIdentity of(KeyAndChain material) {
        Spki spki = Spki.of(material.certificate());
        if (material.chain().size() != 1 || !spki.ed25519()) {
            throw new IllegalArgumentException(WHAT + ": (expected: one certificate with an Ed25519 key)");
        }
        return new StoredIdentity(material, spki);
    }

    /**
     * Returns an identity that this bundle's classes made as it is; reads one of another version of the bundle from its
     * encoded form.
     */
    static StoredIdentity of(DeviceIdentity identity) {
        return identity instanceof StoredIdentity own ? own : of(KeyAndChain.read(WHAT, identity.encoded()));
    }

    @Override
    public KeyFingerprint fingerprint() {
        return spki.fingerprint();
    }

    @Override
    public byte[] publicKey() {
        return spki.der().clone();
    }

    @Override
    public byte[] sign(byte[] message) {
        return material.sign(message);
    }

    @Override
    public Secret encoded() {
        return material.encoded();
    }

    @Override
    public String toString() {
        return "StoredIdentity[" + fingerprint().shortForm() + "]";
    }
}
