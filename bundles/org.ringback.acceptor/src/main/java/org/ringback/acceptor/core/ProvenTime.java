package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import org.ringback.api.Moment;

/**
 * The latest time that there is proof of: a device that boots in 1970 still judges dates. Sources are this build, the
 * making time of an enrolment string, and the server's time in a lease (kept on disk).
 */
final class ProvenTime {
    /** No build is older. */
    private static final Instant BUILD = Instant.parse("2026-11-01T00:00:00Z");

    private Instant known = BUILD;
    private long knownAt;
    private boolean ticking;

    /**
     * Learns a time that was true in the past, when it is not known since when.
     *
     * @param time proved
     */
    void learn(Instant time) {
        if (!ticking && time.isAfter(known)) {
            known = time;
        }
    }

    /**
     * Learns what time it is now.
     *
     * @param time proved
     * @param now when it was heard
     */
    void learn(Instant time, Moment now) {
        if (time.isAfter(at(now))) {
            known = time;
            knownAt = now.nanos();
            ticking = true;
        }
    }

    /**
     * The time for dates of certificates and permissions.
     *
     * @param now both clocks
     * @return the later one of wall clock and proof
     */
    Instant at(Moment now) {
        Instant proved = ticking ? known.plus(Duration.ofNanos(now.nanos() - knownAt)) : known;
        return now.wall().isAfter(proved) ? now.wall() : proved;
    }
}
