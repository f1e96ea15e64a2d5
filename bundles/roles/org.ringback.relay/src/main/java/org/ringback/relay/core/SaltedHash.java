package org.ringback.relay.core;

import java.util.random.RandomGenerator;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;

/**
 * Hashes with a random salt for each process, as strangers choose names and could choose many with the same
 * {@link String#hashCode}. The high bits are the best ones. Immutable.
 */
final class SaltedHash {
    private final long factor;

    SaltedHash(RandomGenerator random) {
        this.factor = random.nextLong() | 1;
    }

    /** Hashes a name, by a polynomial over its characters. */
    int name(EquipmentId id) {
        String name = id.value();
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash + name.charAt(i)) * factor;
        }
        return (int) (hash >>> Integer.SIZE);
    }

    int key(KeyFingerprint key) {
        return (int) ((key.hashCode() * factor) >>> Integer.SIZE);
    }
}
