package org.ringback.acceptor.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counters by reason; the names are ours, so their number is bounded. */
final class Tally {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    void count(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    SortedMap<String, Long> snapshot() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
}
