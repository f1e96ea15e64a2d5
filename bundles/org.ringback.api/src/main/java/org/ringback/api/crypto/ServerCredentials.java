package org.ringback.api.crypto;

import java.time.Instant;
import org.ringback.api.KeyFingerprint;

/** A server's leaf key and chain, ready for handshakes. Immutable, thread-safe. */
public interface ServerCredentials {
    /** {@return SHA-256 of the leaf's SPKI, which the binding covers} */
    KeyFingerprint leaf();

    /** {@return SHA-256 of the CA's SPKI, which devices pin} */
    KeyFingerprint authority();

    /** {@return when a fresh leaf should take its place} */
    Instant renewAt();

    /** {@return key and chain, for another generation of the provider while one takes over from the other} */
    Secret encoded();
}
