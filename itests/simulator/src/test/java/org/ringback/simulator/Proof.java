package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.PeerFacts;

/**
 * What an end knows once its peer is proved.
 *
 * @param peer the peer's key
 * @param binding the same at both ends, and for these two keys only
 * @param protection of the connection
 * @param agreement what was exchanged for it, where the protection tells that
 * @param local this end's address
 * @param remote the peer's address as it is seen here
 */
record Proof(
        KeyFingerprint peer,
        byte[] binding,
        ProtectionId protection,
        List<AgreementStep> agreement,
        InetSocketAddress local,
        InetSocketAddress remote) {
    static final String GROUP = "X25519MLKEM768";

    PeerFacts facts() {
        return new PeerFacts(peer, binding, Protections.NAMES.name(protection), GROUP, agreement, local, remote);
    }

    static byte[] binding(KeyFingerprint answerer, KeyFingerprint dialler) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(answerer.bytes());
            return hash.digest(dialler.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
