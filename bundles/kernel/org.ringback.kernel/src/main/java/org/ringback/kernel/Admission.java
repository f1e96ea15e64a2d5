package org.ringback.kernel;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.Moment;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/**
 * Decides which peers that are not proved yet may hold a connection. There are two stages: <em>silent</em>, until a
 * whole first record came, and <em>shaking</em>, until the peer is proved. A silent connection is closed to make room
 * for a new one; one that has sent a first record is left time for its proof. So no silent connection pushes out a
 * shaking one, and a flood that fills the first stage only shortens the time in which a first record must come.
 * Addresses in {@link ProvedAddresses} have places of their own in both stages.
 *
 * <p>It only decides; the owner of the connections opens and closes them. Not thread-safe.
 */
public final class Admission {
    /** How long a shaking connection is never closed to make room for another one. */
    public static final Duration LEFT_ALONE = Duration.ofSeconds(3);
    /** How long a connection may stay silent that came while fewer than half of the places were taken. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How long a place is kept for an expected address. */
    public static final Duration EXPECTED = Duration.ofSeconds(10);

    /** Most addresses expected at once; beyond, the one that has been expected longest is dropped. */
    private static final int MAX_EXPECTED = 1_024;

    private static final long NOBODY = -1;

    private final ProvedAddresses proved;
    private final Stage silent;
    private final Stage shaking;
    private final Map<Long, Place> places = new HashMap<>();
    private final Deadlines<Long> deadlines = new Deadlines<>();
    /** Until when each host is expected, the one that has been expected longest first. */
    private final Map<Long, Long> expected = new LinkedHashMap<>();

    private Limits limits;

    /**
     * How many connections may wait, and for how long.
     *
     * @param silent places of strangers without a whole first record; proved addresses share a quarter more
     * @param shaking the same for strangers with a whole first record
     * @param firstRecord the longest time until the first record is whole, for a connection that comes while half of
     *     the places or more are taken; otherwise it is {@link #PATIENCE}, as a device that just started needs seconds
     *     for its first handshake
     * @param proof the longest time from the beginning until the peer is proved
     */
    public record Limits(int silent, int shaking, Duration firstRecord, Duration proof) {
        /** Checks that there is a place in each stage. */
        public Limits {
            if (silent < 1 || shaking < 1) {
                throw new IllegalArgumentException(
                        "places: " + silent + " and " + shaking + " (expected: at least one of each)");
            }
        }
    }

    /**
     * What to do with a connection, and with another one to make room for it.
     *
     * @param admitted whether there is a place for it; if not, close it
     * @param mustGo the connection to close to make room; negative for none
     */
    public record Decision(boolean admitted, long mustGo) {
        static final Decision ADMITTED = new Decision(true, NOBODY);
        static final Decision REFUSED = new Decision(false, NOBODY);

        /** {@return whether another connection must be closed} */
        public boolean pushesOut() {
            return mustGo >= 0;
        }
    }

    /**
     * Begins without connections.
     *
     * @param limits how many connections may wait, and for how long
     * @param proved the addresses that were proved lately
     */
    public Admission(Limits limits, ProvedAddresses proved) {
        this.limits = limits;
        this.proved = proved;
        this.silent = new Stage(limits.silent(), Duration.ZERO);
        this.shaking = new Stage(limits.shaking(), LEFT_ALONE);
    }

    /**
     * Changes the limits. Connections that have a place keep it.
     *
     * @param changed the new limits
     */
    public void limits(Limits changed) {
        limits = changed;
        silent.places(changed.silent());
        shaking.places(changed.shaking());
    }

    /**
     * Takes a new connection. There is always room for it, unless it would push out a stranger of its own network that
     * came at the same time.
     *
     * @param number its number, not negative and unique
     * @param from its address
     * @param now when
     * @return the decision; a connection that must go has lost its place already
     */
    public Decision came(long number, InetAddress from, Moment now) {
        left(number);
        Place place = new Place(number, Hosts.host(from), now.nanos());
        // [FIRST-3] It must be whole within 5 s, or 2 s for who comes while half of the places are taken, at the …
        Duration time = silent.crowded() ? limits.firstRecord() : PATIENCE;
        return entered(place, silent.enter(place, proved.has(place.host, now), false, now.nanos()), now.plus(time));
    }

    private Decision entered(Place place, Decision decision, long deadline) {
        if (decision.admitted()) {
            places.put(place.number, place);
            deadlines.set(place.number, deadline);
            left(decision.mustGo());
        }
        return decision;
    }

    /**
     * Notes that a whole first record came on a connection.
     *
     * @param number the connection; it has a place
     * @param now when
     * @return the decision; a connection that must go has lost its place already
     */
    public Decision spoke(long number, Moment now) {
        Place place = places.get(number);
        if (place == null || place.spoke) {
            throw new IllegalStateException("connection " + number + " is not silent");
        }
        left(place);
        place.spoke = true;
        Decision decision = shaking.enter(place, proved.has(place.host, now), expects(place.host, now), now.nanos());
        return entered(place, decision, place.came + limits.proof().toNanos());
    }

    /**
     * Frees the place of a connection that is over, or whose peer is proved.
     *
     * @param number the connection; nothing happens if it has no place
     */
    public void left(long number) {
        Place place = places.get(number);
        if (place != null) {
            left(place);
        }
    }

    private void left(Place place) {
        places.remove(place.number);
        deadlines.clear(place.number);
        (place.spoke ? shaking : silent).leave(place);
    }

    /**
     * Keeps a place in the second stage for an address that was asked to connect, for {@link #EXPECTED}.
     *
     * @param from the address
     * @param now when
     */
    public void expect(InetAddress from, Moment now) {
        long host = Hosts.host(from);
        expected.remove(host);
        expected.put(host, now.plus(EXPECTED));
        if (expected.size() > MAX_EXPECTED) {
            expected.remove(expected.keySet().iterator().next());
        }
    }

    private boolean expects(long host, Moment now) {
        return expected.getOrDefault(host, now.nanos()) > now.nanos();
    }

    /**
     * Takes out the connections whose time is over.
     *
     * @param now when
     * @return these connections, for the caller to close
     */
    public List<Long> expire(Moment now) {
        List<Long> over = deadlines.due(now.nanos());
        over.forEach(this::left);
        return over;
    }

    /**
     * {@return the monotonic nanoseconds at which the next connection's time is over; {@link Long#MAX_VALUE} if there
     * is none}
     */
    public long nextDeadline() {
        return deadlines.next();
    }

    /**
     * Tells whether a connection is in the first stage.
     *
     * @param number which
     * @return whether it has a place, and no whole first record of it came
     */
    public boolean silent(long number) {
        Place place = places.get(number);
        return place != null && !place.spoke;
    }

    /** {@return how many connections have sent no whole first record} */
    public int silent() {
        return silent.size();
    }

    /** {@return how many connections have sent a first record and are not proved} */
    public int shaking() {
        return shaking.size();
    }

    /**
     * Tells how many places of strangers are taken, and by which network most of them.
     *
     * @param first the limit of connections that have sent no whole first record
     * @param second the limit of those that have, and are not proved
     * @return the use of both
     */
    public List<LimitUse> strangers(Limit first, Limit second) {
        return List.of(silent.strangers(first), shaking.strangers(second));
    }

    /**
     * Tells the same of the places that addresses in {@link ProvedAddresses} have beside these.
     *
     * @param first the limit of connections that have sent no whole first record
     * @param second the limit of those that have, and are not proved
     * @return the use of both
     */
    public List<LimitUse> proved(Limit first, Limit second) {
        return List.of(silent.proved(first), shaking.proved(second));
    }
}
