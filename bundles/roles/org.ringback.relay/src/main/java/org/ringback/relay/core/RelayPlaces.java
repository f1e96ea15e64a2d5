package org.ringback.relay.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.wire.ErrorCodes;

/**
 * Which calls are relayed, and who gets a place: so many of one issuer, of one piece of equipment, and in all. A pair
 * without a relayed call comes before one more call of a pair that has some. Not thread-safe.
 */
final class RelayPlaces {
    /** Most relayed calls of one issuer. */
    static final int PER_ISSUER = 8;
    /** Most relayed calls of one piece of equipment. */
    static final int PER_EQUIPMENT = 32;
    /** One of so many places, at a piece of equipment and in all, is for pairs of which no call is relayed. */
    private static final int KEPT_BACK = 4;

    private static final Claim FREE = new Claim(0, "", Optional.empty());

    private final Map<Long, RelayedCall> calls = new HashMap<>();
    private final HighWater inAll = new HighWater();
    private final HighWater ofEquipment = new HighWater();
    private final HighWater ofIssuer = new HighWater();
    private long last;

    /**
     * Whether one more call may be relayed.
     *
     * @param refusal the code to refuse it with; 0 to relay it
     * @param why it is refused, for the story; empty if it is not
     * @param makesRoom the call that has to end first, if there is one
     */
    record Claim(int refusal, String why, Optional<Long> makesRoom) {
        static Claim refused(int code, String why) {
            return new Claim(code, why, Optional.empty());
        }
    }

    /**
     * Asks for a place.
     *
     * @param wanted whose call
     * @param most places in all
     * @param now when
     */
    Claim claim(RelayedPair wanted, int most, Moment now) {
        // [RELAY-6] or Relay Refused to both and the end of their connections: 486 where 8 calls of the issuer or 32 …
        boolean has = standing().anyMatch(call -> call.pair().equals(wanted));
        if (count(pair -> pair.issuer().equals(wanted.issuer())) >= PER_ISSUER) {
            return Claim.refused(ErrorCodes.QUOTA, PER_ISSUER + " calls of the issuer are relayed");
        }
        Predicate<RelayedPair> there = pair -> pair.equipment().equals(wanted.equipment());
        int over = count(there) - places(PER_EQUIPMENT, has);
        if (over >= 0) {
            Claim refused = Claim.refused(ErrorCodes.QUOTA, "no place is left for it at the equipment");
            return instead(has || over > 0, there, refused, now);
        }
        over = count(pair -> true) - places(most, has);
        Claim refused = Claim.refused(ErrorCodes.CAPACITY, "no place is left for it");
        return over < 0 ? FREE : instead(has || over > 0, pair -> true, refused, now);
    }

    /** The last quarter is for pairs that have none, so that no pair takes the places of others. */
    private static int places(int most, boolean has) {
        return has ? most - most / KEPT_BACK : most;
    }

    /** A newcomer gets the place of a call of whoever has several and uses them least. */
    private Claim instead(boolean none, Predicate<RelayedPair> among, Claim refused, Moment now) {
        Optional<Long> goes = none ? Optional.empty() : leastUsed(among, now);
        return goes.isPresent() ? new Claim(0, "", goes) : refused;
    }

    private Optional<Long> leastUsed(Predicate<RelayedPair> among, Moment now) {
        Comparator<List<Map.Entry<Long, RelayedCall>>> used = Comparator.comparingLong(own ->
                own.stream().mapToLong(call -> call.getValue().recent(now)).sum());
        return calls.entrySet().stream()
                .filter(call ->
                        call.getValue().stands() && among.test(call.getValue().pair()))
                .collect(Collectors.groupingBy(call -> call.getValue().pair()))
                .values()
                .stream()
                .filter(own -> own.size() > 1)
                .min(used.thenComparing(
                        Comparator.comparingInt((List<?> own) -> own.size()).reversed()))
                .flatMap(own -> own.stream()
                        .min(Comparator.comparingLong((Map.Entry<Long, RelayedCall> call) ->
                                        call.getValue().recent(now))
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder()))))
                .map(Map.Entry::getKey);
    }

    /** Takes a place; returns the number of the call. */
    long take(RelayedPair pair, Moment now) {
        calls.put(++last, new RelayedCall(pair, now));
        inAll.reached(count(any -> true));
        ofEquipment.reached(count(one -> one.equipment().equals(pair.equipment())));
        ofIssuer.reached(count(one -> one.issuer().equals(pair.issuer())));
        return last;
    }

    /** {@return the call of a number; null once it ended} */
    @Nullable
    RelayedCall find(long number) {
        return calls.get(number);
    }

    /** A call and both its connections ended. */
    void ended(long number) {
        calls.remove(number);
    }

    /** {@return the numbers of the calls that stand of some pairs} */
    List<Long> of(Predicate<RelayedPair> which) {
        return calls.entrySet().stream()
                .filter(call ->
                        call.getValue().stands() && which.test(call.getValue().pair()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Stream<RelayedCall> standing() {
        return calls.values().stream().filter(RelayedCall::stands);
    }

    private int count(Predicate<RelayedPair> which) {
        return (int) standing().filter(call -> which.test(call.pair())).count();
    }

    /** How much of each limit is used. */
    List<LimitUse> limits(int most) {
        return List.of(
                inAll.use(RelayLimit.RELAYED, most, count(any -> true)),
                ofEquipment.useOfOne(
                        RelayLimit.RELAYED_OF_EQUIPMENT, PER_EQUIPMENT, by(RelayedPair::equipment), EquipmentId::value),
                ofIssuer.useOfOne(
                        RelayLimit.RELAYED_OF_ISSUER, PER_ISSUER, by(RelayedPair::issuer), EquipmentId::value));
    }

    private Map<EquipmentId, Long> by(Function<RelayedPair, EquipmentId> whose) {
        return standing().map(RelayedCall::pair).collect(Collectors.groupingBy(whose, Collectors.counting()));
    }
}
