package org.ringback.api;

import java.util.SortedMap;

/**
 * What a role counted since it started, by reason: how strangers' faults reach the operator instead of log lines. One
 * service for each role that runs. Thread-safe.
 */
public interface Counters {
    /** {@return a copy of all counters, by name, for example {@code udp.bad-mac}} */
    SortedMap<String, Long> counters();
}
