package org.ringback.crypto.certificatefirst.internal;

import org.ringback.api.KeyFingerprint;

/**
 * What a handshake ends with.
 *
 * @param records what follows
 * @param peer the peer's key
 * @param binding ties enrolment proofs to this connection; nobody changes it
 */
record Agreed(SealedRecords records, KeyFingerprint peer, byte[] binding) {
    static Agreed of(SealedRecords records, byte[] peerInfo, byte[] binding) {
        return new Agreed(records, KeyFingerprint.of(Hashes.sha256(peerInfo)), binding);
    }
}
