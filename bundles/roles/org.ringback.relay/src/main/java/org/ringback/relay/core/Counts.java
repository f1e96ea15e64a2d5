package org.ringback.relay.core;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counters by name. The names are those in the code, so their number is bounded. Not thread-safe: on the relay's loop.
 */
public final class Counts {
    private final Map<String, long[]> counts = new HashMap<>();

    /**
     * Counts one.
     *
     * @param name what
     */
    public void add(String name) {
        counts.computeIfAbsent(name, key -> new long[1])[0]++;
    }

    /** {@return a copy of all counters} */
    public SortedMap<String, Long> snapshot() {
        SortedMap<String, Long> copy = new TreeMap<>();
        counts.forEach((name, count) -> copy.put(name, count[0]));
        return copy;
    }
}
