package org.ringback.spi;

import java.time.Instant;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;

/**
 * A server's two leaf certificates with their keys, ready for handshakes: one that signs, for TLS, and one with an
 * X25519 key, for protections that agree on keys with the certificate itself. Immutable, thread-safe.
 */
public interface ServerCredentials {
    /** {@return SHA-256 of the SPKI of the leaf for TLS, which goes into {@link ProtectionSession#binding()}} */
    KeyFingerprint leaf();

    /** {@return SHA-256 of the CA's SPKI, which devices pin} */
    KeyFingerprint authority();

    /** {@return the chain of the X25519 leaf in DER: the leaf first, the CA last} */
    List<byte[]> agreementChain();

    /** {@return the private key of the X25519 leaf: 32 bytes (RFC 7748 §5)} */
    Secret agreementKey();

    /** {@return when new leaves should replace these} */
    Instant renewAt();

    /** {@return keys and chains encoded, for a newer version of the bundle that takes over from this one} */
    Secret encoded();
}
