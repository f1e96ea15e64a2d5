package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.GrantId;
import org.ringback.api.RingReason;
import org.ringback.api.ToldReason;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;

/**
 * Limits how often a gateway dials in a minute: each grant has a share that nobody else can use up, and a target gets
 * no more than a few shares, so that rings cannot turn gateways against a third party. A target is an IPv4 address or
 * an IPv6 /64.
 */
final class DialBudget {
    /** Most targets of one grant in a minute. */
    static final int TARGETS_OF_A_GRANT = 64;
    /** All grants together may dial a target as often as this number of grants may dial in all. */
    static final int SHARES_OF_A_TARGET = 2;
    /** How often each grant may dial a target however often others did, as neighbours behind one address share it. */
    static final int OWN_OF_A_TARGET = 10;
    /**
     * Most dials that are remembered; beyond, the oldest is forgotten, so that no dial is refused because of others'
     * dials.
     */
    static final int REMEMBERED = 8_192;

    /** Names the configuration key in refusals; the limit of targets is fixed. */
    private static final String KEY = " (key dials-per-minute)";

    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Dial> dials = new ArrayDeque<>();
    private final Map<GrantId, Share> shares = new HashMap<>();
    private final Map<String, Deque<Dial>> targets = new HashMap<>();
    private final HighWater ofGrant = new HighWater();
    private final HighWater targetsOfGrant = new HighWater();
    private final HighWater toTarget = new HighWater();

    private record Dial(GrantId grant, String target, long nanos) {}

    /** The dials of one grant within the last minute, in all and for each target. */
    private static final class Share {
        private final Deque<Dial> dials = new ArrayDeque<>();
        private final Map<String, Integer> targets = new HashMap<>();
    }

    /**
     * Takes one dial of a grant.
     *
     * @param grant the grant of the ring
     * @param target the address to dial
     * @param limit dials of one grant in a minute
     * @param nanos the time
     * @throws RefusedRing if the grant or the target has none left
     */
    void take(GrantId grant, InetAddress target, int limit, long nanos) throws RefusedRing {
        forgetUntil(nanos - WINDOW);
        String network = DialRules.network(target);
        Share share = shares.get(grant);
        if (share != null) {
            // [ACC-20] there is a dial, of which all tries of a ring are one: at most 60 a minute of one grant, to at …
            if (share.dials.size() >= limit) {
                throw spent(
                        "dials",
                        Amount.of(limit, "call-back") + " of this person in a minute" + KEY,
                        share.dials.element(),
                        nanos);
            }
            if (share.targets.size() >= TARGETS_OF_A_GRANT && !share.targets.containsKey(network)) {
                throw spent(
                        "dials-targets",
                        "call-backs of this person to " + TARGETS_OF_A_GRANT + " networks in a minute",
                        share.dials.element(),
                        nanos);
            }
        }
        Deque<Dial> same = targets.getOrDefault(network, new ArrayDeque<>());
        int own = share == null ? 0 : share.targets.getOrDefault(network, 0);
        // [ACC-21] a target that gets 120 a minute from all grants together gets 10 more of each
        if (own >= OWN_OF_A_TARGET && same.size() >= SHARES_OF_A_TARGET * limit) {
            throw spent(
                    "dials-target",
                    Amount.of(same.size(), "call-back") + " of all persons to the issuer's address in a minute" + KEY,
                    same.element(),
                    nanos);
        }
        remember(new Dial(grant, network, nanos));
    }

    void leave(EstateWriter out) {
        dials.forEach(dial -> out.row(AcceptorEstate.DIAL)
                .bytes(dial.grant().bytes())
                .text(dial.target())
                .number(dial.nanos()));
    }

    void inherit(EstateReader in) {
        in.each(AcceptorEstate.DIAL, row -> remember(new Dial(GrantId.of(row.bytes()), row.text(), row.number())));
    }

    private void remember(Dial dial) {
        if (dials.size() >= REMEMBERED) {
            forget(dials.remove());
        }
        dials.add(dial);
        Share share = shares.computeIfAbsent(dial.grant(), grant -> new Share());
        share.dials.add(dial);
        share.targets.merge(dial.target(), 1, Integer::sum);
        Deque<Dial> same = targets.computeIfAbsent(dial.target(), target -> new ArrayDeque<>());
        same.add(dial);
        ofGrant.reached(share.dials.size());
        targetsOfGrant.reached(share.targets.size());
        toTarget.reached(same.size());
    }

    /**
     * How many dials the grant and the target with most had within the last minute.
     *
     * @param limit dials of one grant in a minute
     * @param holders names the holder of a grant
     * @param nanos the time
     */
    List<LimitUse> limits(int limit, Function<GrantId, String> holders, long nanos) {
        forgetUntil(nanos - WINDOW);
        return List.of(
                ofGrant.useOfOne(
                        AcceptorLimit.DIALS_OF_GRANT, limit, counts(shares, share -> share.dials.size()), holders),
                targetsOfGrant.useOfOne(
                        AcceptorLimit.TARGETS_OF_GRANT,
                        TARGETS_OF_A_GRANT,
                        counts(shares, share -> share.targets.size()),
                        holders),
                toTarget.useOfOne(
                        AcceptorLimit.DIALS_TO_TARGET,
                        (long) SHARES_OF_A_TARGET * limit,
                        counts(targets, Deque::size),
                        DialRules::text));
    }

    private static <K, V> Map<K, Integer> counts(Map<K, V> of, ToIntFunction<V> count) {
        return of.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> count.applyAsInt(one.getValue())));
    }

    private void forgetUntil(long nanos) {
        while (!dials.isEmpty() && dials.element().nanos() - nanos <= 0) {
            forget(dials.remove());
        }
    }

    /** Forgets the oldest dial, which is also the oldest of its grant and of its target. */
    private void forget(Dial oldest) {
        Share share = shares.get(oldest.grant());
        Deque<Dial> same = targets.get(oldest.target());
        if (share == null || same == null) {
            throw new IllegalStateException("dial: " + oldest.target() + " (expected: one that was remembered)");
        }
        share.dials.remove();
        share.targets.computeIfPresent(oldest.target(), (target, count) -> count == 1 ? null : count - 1);
        if (share.dials.isEmpty()) {
            shares.remove(oldest.grant());
        }
        same.remove();
        if (same.isEmpty()) {
            targets.remove(oldest.target());
        }
    }

    private static RefusedRing spent(String counter, String what, Dial oldest, long nanos) {
        Duration wait = Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(oldest.nanos() + WINDOW - nanos) + 1);
        return RefusedRing.told(
                counter,
                "too many dials: " + what + "; the next in " + wait.toSeconds() + " s",
                new ToldReason(RingReason.DIAL_LIMIT, wait));
    }
}
