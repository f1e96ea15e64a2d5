package org.ringback.spi;

import java.time.Instant;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;

/**
 * A server's two leaves under its CA, ready for handshakes: one that signs, for TLS, and one with an X25519 key, for
 * protections that agree on keys with the certificate itself. Immutable, thread-safe.
 */
public interface ServerCredentials {
    /** {@return SHA-256 of the SPKI of the leaf for TLS, which the binding covers there} */
    KeyFingerprint leaf();

    /** {@return SHA-256 of the CA's SPKI, which devices pin} */
    KeyFingerprint authority();

    /** {@return the chain of the X25519 leaf in DER: the leaf first, the CA last} */
    List<byte[]> agreementChain();

    /** {@return the private key of the X25519 leaf: 32 bytes (RFC 7748 §5)} */
    Secret agreementKey();

    /** {@return when fresh leaves should take their place} */
    Instant renewAt();

    /** {@return keys and chains, for another generation of the provider while one takes over from the other} */
    Secret encoded();
}
