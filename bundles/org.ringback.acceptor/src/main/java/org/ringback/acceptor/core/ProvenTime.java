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
     * Learns what time it is now, from a server. It is believed beyond our own clock only where that is evidently wrong:
     * a server that once lied must not leave every gateway behind in the far future.
     *
     * @param time as the server says
     * @param now when it was heard
     * @return what is believed of it, to be kept
     */
    Instant learn(Instant time, Moment now) {
        Instant before = at(now);
        boolean clockIsSane = before.equals(now.wall());
        Instant believed = clockIsSane && time.isAfter(now.wall()) ? now.wall() : time;
        if (!clockIsSane && believed.isAfter(before)) {
            known = believed;
            knownAt = now.nanos();
            ticking = true;
        }
        return believed;
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
