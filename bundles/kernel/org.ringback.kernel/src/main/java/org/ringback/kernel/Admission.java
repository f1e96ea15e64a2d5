package org.ringback.kernel;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.Moment;

/**
 * Who of those that have proved nothing may hold a connection. Two stages: <em>silent</em>, until a whole first record
 * came, and <em>shaking</em>, until the peer is proved. Who has said nothing whole makes room for who comes; who has, is
 * left its time. So nobody silent pushes out anybody shaking, and a rate of connections that fills the first stage shortens
 * only the time in which a first record must come. Addresses in {@link ProvedAddresses} have places of their own in both
 * stages.
 *
 * <p>Decides only: the owner of the connections does what it says. Not thread-safe.
 */
public final class Admission {
    /** So long nobody shaking goes for somebody else. */
    public static final Duration LEFT_ALONE = Duration.ofSeconds(3);
    /** So long somebody silent may stay who came while fewer than half of the places were taken. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);
    /** So long a place is kept for an address that is expected. */
    public static final Duration EXPECTED = Duration.ofSeconds(10);

    /** Most addresses expected at once; beyond, the longest expected one is not any more. */
    private static final int MAX_EXPECTED = 1_024;

    private static final long NOBODY = -1;

    private final ProvedAddresses proved;
    private final Stage silent;
    private final Stage shaking;
    private final Map<Long, Place> places = new HashMap<>();
    private final Deadlines<Long> deadlines = new Deadlines<>();
    /** Until when a host is expected, the longest expected first. */
    private final Map<Long, Long> expected = new LinkedHashMap<>();

    private Limits limits;

    /**
     * How many, and how long.
     *
     * @param silent places of strangers from whom no whole first record came; a quarter more is for the shares
     * @param shaking the same for those from whom one came
     * @param firstRecord how long it may take until the first record is whole, for who comes while half of the places or
     *     more are taken; else {@link #PATIENCE}, as a device that just started needs seconds for its first handshake
     * @param proof how long it may take until the peer is proved, from the beginning
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
     * What becomes of a connection, and of another one for its sake.
     *
     * @param admitted whether there is a place for it; else it is to be closed
     * @param mustGo the connection that is to be closed for it; negative for none
     */
    public record Decision(boolean admitted, long mustGo) {
        static final Decision ADMITTED = new Decision(true, NOBODY);
        static final Decision REFUSED = new Decision(false, NOBODY);

        /** {@return whether somebody goes for it} */
        public boolean pushesOut() {
            return mustGo >= 0;
        }
    }

    /**
     * Begins with nobody.
     *
     * @param limits how many, and how long
     * @param proved who proved itself lately
     */
    public Admission(Limits limits, ProvedAddresses proved) {
        this.limits = limits;
        this.proved = proved;
        this.silent = new Stage(limits.silent(), Duration.ZERO);
        this.shaking = new Stage(limits.shaking(), LEFT_ALONE);
    }

    /**
     * Takes other limits. Who is in stays.
     *
     * @param changed which
     */
    public void limits(Limits changed) {
        limits = changed;
        silent.places(changed.silent());
        shaking.places(changed.shaking());
    }

    /**
     * A connection came. Somebody always makes room for it, unless that would be a stranger of its own network who came
     * at the same time.
     *
     * @param number its number, not negative and its own
     * @param from its address
     * @param now when
     * @return whether it has a place now; who must go has none any more
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
     * A whole first record came on a connection.
     *
     * @param number which; it has a place
     * @param now when
     * @return whether it has a place now; who must go has none any more
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
     * A connection is over, or its peer is proved: its place is free.
     *
     * @param number which; one without a place changes nothing
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
     * Keeps a place among those shaking for an address, for {@link #EXPECTED}: it was asked to connect.
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
     * Takes those out whose time is over.
     *
     * @param now when
     * @return whom; they are to be closed
     */
    public List<Long> expire(Moment now) {
        List<Long> over = deadlines.due(now.nanos());
        over.forEach(this::left);
        return over;
    }

    /** {@return the monotonic nanoseconds at which somebody's time is over; {@link Long#MAX_VALUE} for nobody's} */
    public long nextDeadline() {
        return deadlines.next();
    }

    /**
     * Tells how far a connection is.
     *
     * @param number which
     * @return whether it has a place, and no whole first record of it came
     */
    public boolean silent(long number) {
        Place place = places.get(number);
        return place != null && !place.spoke;
    }

    /** {@return how many hold a connection and said nothing whole} */
    public int silent() {
        return silent.size();
    }

    /** {@return how many said something whole and are not proved} */
    public int shaking() {
        return shaking.size();
    }
}
