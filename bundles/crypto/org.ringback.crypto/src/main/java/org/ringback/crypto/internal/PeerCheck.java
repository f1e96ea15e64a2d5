package org.ringback.crypto.internal;

import java.security.cert.X509Certificate;
import java.util.List;
import org.ringback.spi.ProtectionException;

/** Decides whether the peer's certificates are acceptable. Immutable, thread-safe. */
interface PeerCheck {
    /**
     * Looks at the chain that the peer sent; that it holds the first certificate's key is proved afterwards by TLS.
     *
     * @param chain as sent, the peer's own certificate first; perhaps empty
     * @return the peer's key
     * @throws ProtectionException if it is refused
     */
    Spki check(List<X509Certificate> chain) throws ProtectionException;
}
