package org.ringback.crypto.certificatefirst.internal;

import org.ringback.api.KeyFingerprint;

/**
 * The result of a handshake.
 *
 * @param records encrypts and decrypts the records that follow
 * @param peer the peer's key
 * @param binding value that binds enrolment proofs to this connection; nobody changes the array
 */
record Agreed(SealedRecords records, KeyFingerprint peer, byte[] binding) {
    static Agreed of(SealedRecords records, byte[] peerInfo, byte[] binding) {
        return new Agreed(records, KeyFingerprint.of(Hashes.sha256(peerInfo)), binding);
    }
}
