package org.ringback.relay.core;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes CONNECTION-IDs: random, and unique among those in use. Not thread-safe. */
final class ConnectionIds {
    private final RandomGenerator random;
    private final Set<Integer> live = new HashSet<>();

    ConnectionIds(RandomGenerator random) {
        this.random = random;
    }

    int draw() {
        int id = random.nextInt();
        while (!live.add(id)) {
            id = random.nextInt();
        }
        return id;
    }

    void release(int id) {
        live.remove(id);
    }
}
