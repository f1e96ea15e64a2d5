package org.ringback.relay.core;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;

/** The pending rings, by CONNECTION-ID, issuer and equipment. The caller bounds their number. Not thread-safe. */
final class PendingRings {
    private final ConnectionIds ids;
    private final Map<Integer, PendingRing> byId = new HashMap<>();
    private final Map<EquipmentId, Set<PendingRing>> byIssuer = new HashMap<>();
    private final Map<EquipmentId, Set<PendingRing>> byTarget = new HashMap<>();
    private final HighWater inAll = new HighWater();
    private final HighWater ofOne = new HighWater();
    private final HighWater atOne = new HighWater();

    PendingRings(ConnectionIds ids) {
        this.ids = ids;
    }

    /** How many rings have a place. */
    int size() {
        return byId.size();
    }

    /** How many of them are under way. */
    int underWay() {
        return (int) byId.values().stream()
                .filter(ring -> ring.state != PendingRing.State.GIVEN_UP)
                .count();
    }

    @Nullable
    PendingRing find(int connectionId) {
        return byId.get(connectionId);
    }

    List<PendingRing> of(EquipmentId issuer) {
        return List.copyOf(byIssuer.getOrDefault(issuer, Set.of()));
    }

    List<PendingRing> to(EquipmentId target) {
        return List.copyOf(byTarget.getOrDefault(target, Set.of()));
    }

    /** {@return the rings of a pair} */
    List<PendingRing> of(EquipmentId issuer, EquipmentId target) {
        return of(issuer).stream().filter(ring -> ring.target().equals(target)).toList();
    }

    /** Whether this issuer already has a ring with this nonce for this equipment. */
    boolean holds(EquipmentId issuer, EquipmentId target, RingNonce nonce) {
        return of(issuer, target).stream().anyMatch(ring -> ring.nonce().equals(nonce));
    }

    void add(PendingRing ring) {
        byId.put(ring.connectionId, ring);
        inAll.reached(byId.size());
        ofOne.reached(put(byIssuer, ring.issuerId, ring));
        atOne.reached(put(byTarget, ring.target(), ring));
    }

    /** Removes a ring; returns whether it was there. */
    boolean remove(PendingRing ring) {
        if (byId.remove(ring.connectionId) == null) {
            return false;
        }
        ids.release(ring.connectionId);
        drop(byIssuer, ring.issuerId, ring);
        drop(byTarget, ring.target(), ring);
        return true;
    }

    /** {@return how many rings this key has now} */
    private static int put(Map<EquipmentId, Set<PendingRing>> map, EquipmentId key, PendingRing ring) {
        Set<PendingRing> rings = map.computeIfAbsent(key, first -> new LinkedHashSet<>());
        rings.add(ring);
        return rings.size();
    }

    private static void drop(Map<EquipmentId, Set<PendingRing>> map, EquipmentId key, PendingRing ring) {
        Set<PendingRing> rings = map.getOrDefault(key, Set.of());
        rings.remove(ring);
        if (rings.isEmpty()) {
            map.remove(key);
        }
    }

    /** How much of each limit is used. */
    List<LimitUse> limits(RelaySettings settings) {
        return List.of(
                inAll.use(RelayLimit.RINGS, settings.rings(), byId.size()),
                ofOne.useOfOne(
                        RelayLimit.RINGS_OF_ISSUER, RingLimits.MAX_PER_ISSUER, counts(byIssuer), EquipmentId::value),
                atOne.useOfOne(
                        RelayLimit.RINGS_AT_EQUIPMENT,
                        settings.ringsPerEquipment(),
                        counts(byTarget),
                        EquipmentId::value));
    }

    private static Map<EquipmentId, Integer> counts(Map<EquipmentId, Set<PendingRing>> rings) {
        return rings.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue()
                .size()));
    }
}
