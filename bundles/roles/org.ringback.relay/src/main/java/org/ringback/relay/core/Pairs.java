package org.ringback.relay.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * Which issuer may ask for which equipment, and which permissions ended because two devices used one invitation. Each
 * modification changes memory at once and returns the changes that must be on disk before anybody is told; those that
 * reduce a permission are lasting. Not thread-safe.
 */
final class Pairs {
    private static final int CODE = 1;
    private static final int AT = 2;

    /** The pairs of each issuer, by equipment; next, the issuers of each piece of equipment. */
    private final Map<EquipmentId, SortedMap<EquipmentId, Pair>> ofIssuer = new HashMap<>();

    private final Map<EquipmentId, Set<EquipmentId>> issuersOf = new HashMap<>();
    private final SortedMap<String, Lost> lost = new TreeMap<>();

    /**
     * A permission that ended because two devices used its invitation.
     *
     * @param issuer the issuer that might ask
     * @param equipment for what
     * @param code the invitation that a second key used
     * @param at when
     */
    record Lost(EquipmentId issuer, EquipmentId equipment, long code, Instant at) {
        private Change change() {
            return Change.put(
                    RelayTables.LOST,
                    Pair.keyOf(issuer, equipment),
                    new Tlv.Writer().put(CODE, code).put(AT, at.toEpochMilli()).toBytes());
        }

        private static Lost read(String key, Tlv record) {
            String[] halves = RelayTables.halves(key);
            return new Lost(
                    new EquipmentId(halves[0]),
                    new EquipmentId(halves[1]),
                    record.number(CODE),
                    Instant.ofEpochMilli(record.number(AT)));
        }
    }

    Pairs(RecordSource store) {
        RelayTables.read(store, RelayTables.PAIRS, Pair::read).values().forEach(this::put);
        lost.putAll(RelayTables.read(store, RelayTables.LOST, Lost::read));
    }

    /** The change that brings a permission's record on disk to its state in memory. */
    Change current(String key) {
        String[] halves = RelayTables.halves(key);
        return find(new EquipmentId(halves[0]), new EquipmentId(halves[1])).change();
    }

    /** The change that brings a lost permission's record on disk to its state in memory. */
    Change currentLost(String key) {
        Lost one = lost.get(key);
        return one == null ? Change.remove(RelayTables.LOST, key) : one.change();
    }

    boolean mayAsk(EquipmentId issuer, EquipmentId equipment) {
        return find(issuer, equipment).stands();
    }

    /** The equipment that an issuer may ask for. */
    List<EquipmentId> equipmentOf(EquipmentId issuer) {
        return List.copyOf(ofIssuer.getOrDefault(issuer, new TreeMap<>()).keySet());
    }

    /** The issuers that may ask for a piece of equipment by one invitation. */
    List<EquipmentId> givenBy(long code, EquipmentId equipment) {
        return issuersOf.getOrDefault(equipment, Set.of()).stream()
                .filter(issuer -> find(issuer, equipment).codes().contains(code))
                .toList();
    }

    /** The lost permissions, until each is given again. */
    List<Lost> lost() {
        return List.copyOf(lost.values());
    }

    /** Lets an issuer ask for a piece of equipment, by an invitation. */
    List<Change> allow(EquipmentId issuer, EquipmentId equipment, long code) {
        List<Change> changes = new ArrayList<>(found(Pair.keyOf(issuer, equipment)));
        changes.add(put(find(issuer, equipment).with(code)));
        return changes;
    }

    /** Removes one invitation from a permission; removes the permission with its last invitation. */
    Change take(EquipmentId issuer, EquipmentId equipment, long code) {
        return put(find(issuer, equipment).without(code)).lasting();
    }

    /** Removes from a permission the invitations whose codes are not kept. */
    Change takeOlder(EquipmentId issuer, EquipmentId equipment) {
        return put(find(issuer, equipment).withoutOlder()).lasting();
    }

    /** Removes what an invitation gave, as a second key used it, and notes a lost permission. */
    List<Change> lose(EquipmentId issuer, EquipmentId equipment, long code, Instant at) {
        Pair pair = find(issuer, equipment);
        List<Change> changes = new ArrayList<>();
        changes.add(put(pair.codes().contains(code) ? pair.without(code) : pair.withoutOlder())
                .lasting());
        if (pair.stands() && !mayAsk(issuer, equipment)) {
            Lost one = new Lost(issuer, equipment, code, at);
            lost.put(pair.key(), one);
            changes.add(one.change().lasting());
        }
        return changes;
    }

    /** Forgets lost permissions whose invitation the equipment's owner took back. */
    List<Change> notMissed(long code, EquipmentId equipment) {
        return lost().stream()
                .filter(one -> one.code() == code && one.equipment().equals(equipment))
                .flatMap(one -> found(Pair.keyOf(one.issuer(), one.equipment())).stream())
                .toList();
    }

    private List<Change> found(String key) {
        return lost.remove(key) == null ? List.of() : List.of(Change.remove(RelayTables.LOST, key));
    }

    /** Ends every permission of an ID, as issuer or as equipment. */
    List<Change> forbidAll(EquipmentId id) {
        List<Change> changes = new ArrayList<>();
        for (EquipmentId equipment : equipmentOf(id)) {
            changes.add(put(new Pair(id, equipment)).lasting());
        }
        for (EquipmentId issuer : List.copyOf(issuersOf.getOrDefault(id, Set.of()))) {
            changes.add(put(new Pair(issuer, id)).lasting());
        }
        changes.addAll(notMissed(id));
        return changes;
    }

    /** Forgets all lost permissions of an ID, as issuer or as equipment. */
    List<Change> notMissed(EquipmentId id) {
        return lost().stream()
                .filter(one -> one.issuer().equals(id) || one.equipment().equals(id))
                .flatMap(one -> found(Pair.keyOf(one.issuer(), one.equipment())).stream())
                .toList();
    }

    private Pair find(EquipmentId issuer, EquipmentId equipment) {
        Map<EquipmentId, Pair> pairs = ofIssuer.get(issuer);
        @Nullable Pair pair = pairs == null ? null : pairs.get(equipment);
        return pair == null ? new Pair(issuer, equipment) : pair;
    }

    private Change put(Pair pair) {
        EquipmentId issuer = pair.issuer();
        EquipmentId equipment = pair.equipment();
        if (pair.stands()) {
            ofIssuer.computeIfAbsent(issuer, key -> new TreeMap<>()).put(equipment, pair);
            issuersOf.computeIfAbsent(equipment, key -> new TreeSet<>()).add(issuer);
        } else {
            ofIssuer.computeIfPresent(issuer, (key, pairs) -> {
                pairs.remove(equipment);
                return pairs.isEmpty() ? null : pairs;
            });
            issuersOf.computeIfPresent(equipment, (key, issuers) -> {
                issuers.remove(issuer);
                return issuers.isEmpty() ? null : issuers;
            });
        }
        return pair.change();
    }
}
