package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.ringback.api.KeyFingerprint;

/**
 * What an end knows once its peer is proved.
 *
 * @param peer the peer's key
 * @param binding the same at both ends, and for these two keys only
 * @param local this end's address
 * @param remote the peer's address as it is seen here
 */
record Proof(KeyFingerprint peer, byte[] binding, InetSocketAddress local, InetSocketAddress remote) {
    static final String PROTECTION = "tls13";
    static final String GROUP = "X25519MLKEM768";

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
