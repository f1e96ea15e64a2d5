package org.ringback.crypto.internal;

import java.security.cert.X509Certificate;
import java.util.List;
import org.ringback.spi.ProtectionException;

/** Decides whether a peer's certificates are acceptable. Immutable, thread-safe. */
interface PeerCheck {
    /**
     * Checks the chain that the peer sent. TLS proves afterwards that the peer has the key of the first certificate.
     *
     * @param chain as sent, the peer's own certificate first; perhaps empty
     * @return the peer's key
     * @throws ProtectionException if it is refused
     */
    Spki check(List<X509Certificate> chain) throws ProtectionException;
}
