package org.ringback.simulator;

import java.util.List;
import org.ringback.api.KeyFingerprint;

/**
 * What one end of a connection proves. Immutable.
 *
 * @param key its key
 * @param authority who vouches for a server's key; a device's own key vouches for itself
 * @param hosts the names that a server's leaf carries
 */
record Credentials(KeyFingerprint key, KeyFingerprint authority, List<String> hosts) {
    static Credentials device(KeyFingerprint key) {
        return new Credentials(key, key, List.of());
    }
}
