package org.ringback.simulator;

import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;

/**
 * What one end of a connection proves. Immutable.
 *
 * @param key its key
 * @param authority who vouches for a server's key; a device's own key vouches for itself
 * @param hosts the names that a server's leaf carries
 * @param protection how who dials wants the connection protected; the answerer's does not count
 */
record Credentials(KeyFingerprint key, KeyFingerprint authority, List<String> hosts, ProtectionId protection) {
    static Credentials device(KeyFingerprint key) {
        return device(key, ProtectionId.TLS13);
    }

    static Credentials device(KeyFingerprint key, ProtectionId protection) {
        return new Credentials(key, key, List.of(), protection);
    }
}
