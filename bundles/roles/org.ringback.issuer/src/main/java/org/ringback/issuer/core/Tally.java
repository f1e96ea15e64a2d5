package org.ringback.issuer.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts by name; the names are constants of this package, so there are few. Belongs to the core's thread. */
final class Tally {
    static final String RINGS = "rings";
    static final String RINGS_ANSWERED = "rings.answered";
    static final String RINGS_NOT_ANSWERED = "rings.not-answered";
    static final String CALLS = "calls.came";
    static final String CALLS_TOO_MANY = "calls.too-many";
    static final String CALLS_PUSHED_OUT = "calls.pushed-out";
    static final String CALLS_UNPROVED = "calls.unproved";
    static final String CALLS_LATE = "calls.late";
    static final String CALLS_OTHER_RING = "calls.other-ring";
    static final String CALLS_MALFORMED = "calls.malformed";
    static final String SERVER_MALFORMED = "server.malformed";
    static final String SERVER_UNEXPECTED = "server.unexpected";
    static final String SERVER_OTHER_KEY = "server.other-acceptor-key";

    private final SortedMap<String, Long> counts = new TreeMap<>();
    private SortedMap<String, Long> shown = Collections.emptySortedMap();
    private boolean changed;

    void add(String name) {
        counts.merge(name, 1L, Long::sum);
        changed = true;
    }

    SortedMap<String, Long> snapshot() {
        if (changed) {
            shown = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
            changed = false;
        }
        return shown;
    }
}
