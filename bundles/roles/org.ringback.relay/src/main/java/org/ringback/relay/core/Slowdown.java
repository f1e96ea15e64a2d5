package org.ringback.relay.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;

/**
 * Slows down a pair of issuer and equipment whose rings were refused for good reason (a wrong password, a revoked
 * grant): from the third refusal on it may ring again only after a while, so that guessing costs only the guesser. Not
 * thread-safe.
 */
final class Slowdown {
    /** How many refusals cost nothing: a ring over both address families may cause two. */
    static final int FREE = 2;
    /** Longest wait. */
    static final Duration LONGEST = Duration.ofSeconds(60);
    /** How long after the last refusal a pair's refusals are forgotten. */
    static final Duration FORGET = Duration.ofMinutes(10);
    /** Most pairs that are remembered; beyond, the one refused longest ago is forgotten. */
    static final int MAX_PAIRS = 8_192;

    /** The refusals of pairs, in the order of their last refusal. */
    private final Map<Parties, Refused> refused = new LinkedHashMap<>();

    private final HighWater remembered = new HighWater();

    /**
     * The refusals of a pair.
     *
     * @param issuer who rang
     * @param equipment which refused
     * @param times how often in a row
     * @param last when the last time, in monotonic nanoseconds
     */
    record Refusals(EquipmentId issuer, EquipmentId equipment, int times, long last) {}

    private record Parties(EquipmentId issuer, EquipmentId equipment) {}

    private record Refused(int times, long last) {
        Duration waits() {
            // [RING-12] From the third on it may ring again 2, 4, 8, … s after the last one, at most 60 s
            int beyond = times - FREE;
            return beyond <= 0
                    ? Duration.ZERO
                    : Duration.ofSeconds(Math.min(LONGEST.toSeconds(), 1L << Math.min(beyond, Integer.SIZE)));
        }
    }

    /** {@return what is remembered, in the order of the last refusals} */
    List<Refusals> all() {
        return refused.entrySet().stream()
                .map(one -> new Refusals(
                        one.getKey().issuer(),
                        one.getKey().equipment(),
                        one.getValue().times(),
                        one.getValue().last()))
                .toList();
    }

    /** Remembers what a predecessor did. */
    void inherit(List<Refusals> before) {
        before.forEach(
                one -> refused.put(new Parties(one.issuer(), one.equipment()), new Refused(one.times(), one.last())));
    }

    /** Notes that the equipment refused a ring of the pair, and not for a limit of its own. */
    void refused(EquipmentId issuer, EquipmentId equipment, Moment now) {
        Parties pair = new Parties(issuer, equipment);
        Refused before = refused.remove(pair);
        // [RING-13] Report reached, or 10 minutes without another refusal, clears it.
        int times = before == null || now.nanos() - before.last() > FORGET.toNanos() ? 0 : before.times();
        if (refused.size() >= MAX_PAIRS) {
            Iterator<Parties> oldest = refused.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        refused.put(pair, new Refused(times + 1, now.nanos()));
        remembered.reached(refused.size());
    }

    /** Forgets the refusals of a pair whose ring was answered. */
    void reached(EquipmentId issuer, EquipmentId equipment) {
        refused.remove(new Parties(issuer, equipment));
    }

    /** {@return how many pairs are remembered} */
    LimitUse limit() {
        return remembered.use(RelayLimit.REFUSED_PAIRS, MAX_PAIRS, refused.size());
    }

    /** {@return why the pair may not ring yet, with the time rounded up to seconds; empty if it may} */
    Optional<RingRefusal> refusal(EquipmentId issuer, EquipmentId equipment, Moment now) {
        return Optional.ofNullable(refused.get(new Parties(issuer, equipment))).flatMap(before -> {
            long left = before.last() + before.waits().toNanos() - now.nanos();
            return left <= 0 ? Optional.empty() : Optional.of(RingRefusal.slowed(left, before.times()));
        });
    }
}
