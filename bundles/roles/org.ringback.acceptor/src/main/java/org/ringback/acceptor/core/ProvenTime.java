package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ringback.api.Moment;
import org.ringback.kernel.PlausibleClock;

/**
 * The latest time that there is proof of, for one piece of equipment: a device that boots in 1970 still judges dates.
 * Sources are the build, the making time of the equipment's own enrolment string, and its own server's time in a lease
 * (kept on disk). None of them stands against a clock that is plausible: who makes strings or runs a server may be wrong,
 * or lie.
 */
final class ProvenTime {
    /** A server whose chain is valid says no later time than so much: its leaf lasts no longer. */
    private static final Duration LEAF = Duration.ofDays(90);

    /** Two clocks that differ by less agree. */
    private static final Duration AGREED = Duration.ofDays(1);

    private Instant known;
    private long knownAt;
    private boolean ticking;

    ProvenTime(Instant passed) {
        known = passed.isAfter(PlausibleClock.BUILD) ? passed : PlausibleClock.BUILD;
    }

    /**
     * Learns what time it is now, from a server that proved itself. Where its clock and ours agree they are right,
     * whatever was learnt before; else it is believed only if our own clock is evidently wrong, and not without bounds.
     *
     * @param time as the server says
     * @param now when it was heard
     * @return what is known now, to be kept
     */
    Instant learn(Instant time, Moment now) {
        Instant floor = floor(now);
        if (PlausibleClock.is(now.wall()) && agree(time, now.wall())) {
            known(time.isAfter(now.wall()) ? now.wall() : time, now);
        } else if (evidentlyBehind(now) && time.isAfter(floor) && !time.isAfter(floor.plus(LEAF))) {
            known(time, now);
        }
        return floor(now);
    }

    /** {@return what was learnt last} */
    Instant known() {
        return known;
    }

    private static boolean agree(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(AGREED) <= 0;
    }

    private boolean evidentlyBehind(Moment now) {
        return floor(now).isAfter(now.wall());
    }

    private void known(Instant time, Moment now) {
        known = time;
        knownAt = now.nanos();
        ticking = true;
    }

    private Instant floor(Moment now) {
        return ticking ? known.plus(Duration.ofNanos(now.nanos() - knownAt)) : known;
    }

    /**
     * The time for dates of permissions.
     *
     * @param now both clocks
     * @return the wall clock's if it is plausible, else the latest time that is proved to have passed
     */
    Instant at(Moment now) {
        return PlausibleClock.time(now.wall(), floor(now));
    }

    /**
     * On which dates a server's chain may be valid. A clock before the build never counts, so that whoever sets it back
     * revives nothing; one that is plausible counts, whatever was learnt.
     *
     * @param now both clocks
     * @return one date or two, to be tried in this order
     */
    List<Instant> dates(Moment now) {
        Instant first = at(now);
        Instant floor = floor(now);
        return floor.isAfter(first) ? List.of(first, floor) : List.of(first);
    }
}
