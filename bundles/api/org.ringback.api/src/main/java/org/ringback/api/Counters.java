package org.ringback.api;

import java.util.SortedMap;

/**
 * What a role has counted since it started. Mistakes and attacks of strangers are counted here, by reason, rather than
 * logged. One service for each role that runs. Thread-safe.
 */
public interface Counters {
    /** {@return a copy of all counters, by name, for example {@code udp.bad-mac}} */
    SortedMap<String, Long> counters();
}
