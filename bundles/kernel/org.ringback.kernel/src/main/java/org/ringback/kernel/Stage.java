package org.ringback.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;

/**
 * One stage of an {@link Admission}. It has three kinds of places, none of which takes from another: for strangers, for
 * addresses that were proved lately, and one for each expected address. Belongs to its {@link Admission}.
 */
final class Stage {
    /** Places that one proved address has for itself. */
    static final int SHARE = 4;
    /** The places of all proved addresses together are the strangers' places divided by this. */
    private static final int PART = 4;

    private final Pool strangers;
    private final Pool shared;
    /** How many places each proved host takes. */
    private final Map<Long, Integer> shares = new HashMap<>();
    /** The expected hosts that have taken their place; at most as many as there are places for strangers. */
    private final Set<Long> taken = new HashSet<>();

    private int places;

    Stage(int places, Duration leftAlone) {
        this.places = places;
        strangers = new Pool(places, leftAlone);
        shared = new Pool(share(places), leftAlone);
    }

    private static int share(int places) {
        return Math.max(1, places / PART);
    }

    int size() {
        return strangers.size() + shared.size() + taken.size();
    }

    LimitUse strangers(Limit limit) {
        return strangers.use(limit);
    }

    LimitUse proved(Limit limit) {
        return shared.use(limit);
    }

    /** Whether half of the strangers' places are taken. */
    boolean crowded() {
        return strangers.halfTaken();
    }

    void places(int changed) {
        places = changed;
        strangers.capacity(changed);
        shared.capacity(share(changed));
    }

    /**
     * Gives a connection a place, if there is one.
     *
     * @param proved whether its address proved itself lately
     * @param expected whether a place is kept for its address
     */
    Admission.Decision enter(Place place, boolean proved, boolean expected, long now) {
        if (proved && shares.getOrDefault(place.host, 0) < SHARE) {
            Admission.Decision decision = enter(shared, place, now);
            if (decision.admitted()) {
                shares.merge(place.host, 1, Integer::sum);
                return decision;
            }
        }
        Admission.Decision decision = enter(strangers, place, now);
        boolean kept = !decision.admitted() && expected && taken.size() < places && taken.add(place.host);
        return kept ? Admission.Decision.ADMITTED : decision;
    }

    private static Admission.Decision enter(Pool pool, Place place, long now) {
        if (pool.hasRoom()) {
            pool.add(place, now);
            return Admission.Decision.ADMITTED;
        }
        Place goes = pool.goes(now);
        if (goes == null) {
            return Admission.Decision.REFUSED;
        }
        pool.add(place, now);
        return new Admission.Decision(true, goes.number);
    }

    void leave(Place place) {
        Pool pool = place.pool;
        if (pool == null) {
            taken.remove(place.host);
            return;
        }
        pool.remove(place);
        if (pool == shared) {
            shares.computeIfPresent(place.host, (host, count) -> count > 1 ? count - 1 : null);
        }
    }
}
