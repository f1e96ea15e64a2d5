package org.ringback.relay.core;

import java.util.random.RandomGenerator;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;

/**
 * Hashes that differ from one process to the next: names come from others, who could choose many that have the same
 * {@link String#hashCode}. The high bits are the best. Immutable.
 */
final class SaltedHash {
    private final long factor;

    SaltedHash(RandomGenerator random) {
        this.factor = random.nextLong() | 1;
    }

    /** A polynomial over the characters. */
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
