package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.PlausibleClock;

/**
 * The latest time that has provably passed, for one piece of equipment, so that a device whose clock starts in 1970 can
 * check dates. Its sources are the build, the time in the equipment's enrolment string, and its server's time in a
 * lease (kept on disk). A plausible clock always takes precedence, as whoever makes strings or runs a server may be
 * wrong, or lie.
 */
final class ProvenTime {
    /** How much later than a known time a server may be believed: its leaf is not valid for longer. */
    private static final Duration LEAF = Duration.ofDays(90);

    /** Two clocks agree if they differ by less. */
    private static final Duration AGREED = Duration.ofDays(1);

    private Instant known;
    private long knownAt;
    private boolean ticking;

    ProvenTime(Instant passed) {
        known = passed.isAfter(PlausibleClock.BUILD) ? passed : PlausibleClock.BUILD;
    }

    /**
     * Learns the time from a proved server. If its clock and ours agree, both are right, whatever was learnt before;
     * otherwise it is believed only if our clock is evidently wrong, and within bounds.
     *
     * @param time the server's time
     * @param now when it came, by our clocks
     * @return the time now known, to be kept on disk
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

    /** Leaves the time that was learnt since the start; what was learnt before is on disk. */
    void leave(EstateWriter out, KeyFingerprint key) {
        if (ticking) {
            out.row(AcceptorEstate.TIME)
                    .text(key.toString())
                    .number(known.toEpochMilli())
                    .number(knownAt);
        }
    }

    void inherit(EstateRow in) {
        known = Instant.ofEpochMilli(in.number());
        knownAt = in.number();
        ticking = true;
    }

    /** {@return the time learnt last} */
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
     * The time for checking dates of permissions.
     *
     * @param now both clocks
     * @return the wall clock's if it is plausible, else the latest time that has provably passed
     */
    Instant at(Moment now) {
        return PlausibleClock.time(now.wall(), floor(now));
    }

    /**
     * The times for which a server's chain may be valid. A clock before the build never counts, so that setting it back
     * revives no old certificate; a plausible one counts, whatever was learnt.
     *
     * @param now both clocks
     * @return one or two times, to be tried in this order
     */
    List<Instant> dates(Moment now) {
        Instant first = at(now);
        Instant floor = floor(now);
        return floor.isAfter(first) ? List.of(first, floor) : List.of(first);
    }
}
