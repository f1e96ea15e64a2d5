package org.ringback.spi;

import java.net.InetSocketAddress;
import java.util.List;
import org.ringback.api.KeyFingerprint;

/**
 * What is known of the proved peer of a connection. Immutable, except for the array.
 *
 * @param key the peer's key
 * @param binding ties proofs to this connection ({@link ProtectionSession#binding()})
 * @param protection the protection's name
 * @param keyAgreement the group agreed on
 * @param agreement the steps of the key agreement, in order; empty if stories do not tell them
 * @param local the address at this end
 * @param remote the peer's address
 */
public record PeerFacts(
        KeyFingerprint key,
        byte[] binding,
        String protection,
        String keyAgreement,
        List<AgreementStep> agreement,
        InetSocketAddress local,
        InetSocketAddress remote) {
    /** Copies the list. */
    public PeerFacts {
        agreement = List.copyOf(agreement);
    }
}
