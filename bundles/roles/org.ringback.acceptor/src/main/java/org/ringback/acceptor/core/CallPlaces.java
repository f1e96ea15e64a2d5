package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.GrantId;
import org.ringback.api.RingReason;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Core;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Turn;

/**
 * The places for call-backs: a grant has at most its share, and the last quarter of all places is for grants that have
 * none, so that no grant can take the places of others. Of one grant at most two call-backs dial at once, until the
 * issuer is proved; further ones wait for their turn, for a short time.
 */
final class CallPlaces {
    /** Most dials of one grant at once. */
    static final int DIALS_AT_ONCE = 2;
    /**
     * How long a call-back waits for its turn before it dials all the same: those before it may hang in a bad network,
     * and the server gives a ring 10 s, of which a dial may take 5.
     */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int KEPT_BACK = 4;

    private final Context context;
    private final HeldReports held;
    private final Deque<Queued> waiting = new ArrayDeque<>();
    /** Those that dial, or are proved and not yet accepted. */
    private final Set<RingCall> underWay = new LinkedHashSet<>();

    private final HighWater inAll = new HighWater();
    private final HighWater ofOne = new HighWater();

    private record Queued(RingCall call, long deadline) {}

    CallPlaces(Context context, HeldReports held) {
        this.context = context;
        this.held = held;
    }

    /**
     * Checks that a grant may have one more call-back.
     *
     * @param grant the grant
     * @throws RefusedRing if it may not
     */
    void find(GrantId grant) throws RefusedRing {
        CallLimits limits = context.settings().limits();
        long own = of(grant);
        // [ACC-19] there is a place: at most 8 call-backs of one grant, standing or on their way, and 64 in all, of …
        if (own >= limits.callsPerGrant()) {
            throw RefusedRing.told(
                    "calls-of-grant",
                    "as many call-backs of this person stand as this gateway allows (key calls-per-grant)",
                    RingReason.CALL_LIMIT);
        }
        int most = own == 0 ? limits.calls() : limits.calls() - limits.calls() / KEPT_BACK;
        if (inAll() >= most) {
            throw RefusedRing.told(
                    "calls", "as many call-backs stand as this gateway allows (key calls)", RingReason.CALL_LIMIT);
        }
    }

    /** Takes a call-back in, which dials as soon as it is its turn. */
    void enter(RingCall call, Turn turn) {
        call.enter(turn);
        waiting.add(new Queued(call, turn.in(PATIENCE)));
        inAll.reached(inAll());
        ofOne.reached(of(call.grant()));
        advance(turn);
    }

    private long inAll() {
        return all().count() + held.size();
    }

    private long of(GrantId grant) {
        return all().filter(grant::equals).count() + held.of(grant);
    }

    /** How many places are taken, in all and by the grant that has most, whose holder is named. */
    List<LimitUse> limits(Function<GrantId, String> holders) {
        CallLimits limits = context.settings().limits();
        Map<GrantId, Long> ofEach =
                Stream.concat(all(), held.grants()).distinct().collect(Collectors.toMap(grant -> grant, this::of));
        return List.of(
                inAll.use(AcceptorLimit.CALLS, limits.calls(), inAll()),
                ofOne.useOfOne(AcceptorLimit.CALLS_OF_GRANT, limits.callsPerGrant(), ofEach, holders));
    }

    /** Dials for the call-backs whose turn has come, or that have waited long enough. */
    void advance(Turn turn) {
        for (Iterator<Queued> next = waiting.iterator(); next.hasNext(); ) {
            Queued first = next.next();
            // [ACC-29] Of one grant two dial at once, and further ones wait for their turn, 2 s at most.
            if (dialling(first.call().grant()) < DIALS_AT_ONCE || first.deadline() - turn.nanos() <= 0) {
                next.remove();
                underWay.add(first.call());
                first.call().dial(turn);
            }
        }
        List.copyOf(underWay).forEach(call -> call.tick(turn));
        underWay.removeIf(RingCall::over);
    }

    /** Ends call-backs that may no longer go on, waiting or under way. */
    void cut(Consumer<RingCall> each) {
        onTheirWay().toList().forEach(each);
        waiting.removeIf(entry -> entry.call().over());
        underWay.removeIf(RingCall::over);
    }

    private Stream<RingCall> onTheirWay() {
        return Stream.concat(waiting.stream().map(Queued::call), underWay.stream())
                .filter(call -> !call.over());
    }

    /** {@return whether no call-back is on its way} */
    boolean empty() {
        return onTheirWay().findAny().isEmpty();
    }

    long deadline() {
        return Math.min(Core.earliest(waiting, Queued::deadline), Core.earliest(underWay, RingCall::deadline));
    }

    /**
     * How many call-backs of a grant dial. One whose report is held counts until it is reported, as the time of the
     * next dial must not reveal its result.
     */
    private long dialling(GrantId grant) {
        return held.of(grant)
                + underWay.stream()
                        .filter(call -> call.grant().equals(grant) && call.dialling())
                        .count();
    }

    /** The grant of each call-back, standing or on its way. */
    private Stream<GrantId> all() {
        return Stream.concat(
                context.owners().all(StandingCall.class).map(call -> call.facts()
                        .grant()),
                onTheirWay().map(RingCall::grant));
    }
}
