package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * The invitations that a second key used, of which the equipment's gateway has not said that its owner is told
 * (docs/protocol.md, "Enrolment"). Each modification changes memory at once and returns the changes for the disk. Not
 * thread-safe.
 */
final class UsedTwice {
    /** As many as one Registered names. */
    static final int MAX_TOLD = 16;
    /** Most that are kept for one piece of equipment: as many as it has invitations. */
    static final int MAX = Codes.MAX_PER_EQUIPMENT;

    private static final int AT = 1;

    /** The codes of each piece of equipment with when it happened, the oldest first. */
    private final Map<EquipmentId, Map<Long, Long>> codes = new HashMap<>();

    UsedTwice(RecordSource store) {
        RelayTables.read(store, RelayTables.USED_TWICE, (key, record) -> record.number(AT)).entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .forEach(one -> {
                    String[] halves = RelayTables.halves(one.getKey());
                    of(new EquipmentId(halves[0])).put(HexFormat.fromHexDigitsToLong(halves[1]), one.getValue());
                });
    }

    private Map<Long, Long> of(EquipmentId equipment) {
        return codes.computeIfAbsent(equipment, key -> new LinkedHashMap<>());
    }

    /** Notes that a second key used an invitation; beyond the limit the oldest is forgotten. */
    List<Change> add(EquipmentId equipment, long code, Moment now) {
        List<Change> changes = new ArrayList<>();
        Map<Long, Long> its = of(equipment);
        its.put(code, now.wall().toEpochMilli());
        changes.add(change(equipment, code));
        if (its.size() > MAX) {
            changes.addAll(remove(equipment, List.of(its.keySet().iterator().next())));
        }
        return changes;
    }

    /** {@return what to tell a gateway, the oldest first} */
    List<Long> toTell(EquipmentId equipment) {
        return codes.getOrDefault(equipment, Map.of()).keySet().stream()
                .limit(MAX_TOLD)
                .toList();
    }

    /** Forgets those of which the owner is told, or which were withdrawn. */
    List<Change> remove(EquipmentId equipment, Collection<Long> over) {
        Map<Long, Long> its = codes.getOrDefault(equipment, Map.of());
        List<Long> known = over.stream().filter(its::containsKey).distinct().toList();
        if (known.isEmpty()) {
            return List.of();
        }
        its.keySet().removeAll(known);
        if (its.isEmpty()) {
            codes.remove(equipment);
        }
        return known.stream().map(code -> change(equipment, code)).toList();
    }

    /** Forgets all of equipment whose keys are no longer accepted. */
    List<Change> forget(EquipmentId equipment) {
        return remove(
                equipment, List.copyOf(codes.getOrDefault(equipment, Map.of()).keySet()));
    }

    /** The change that brings a record on disk to its state in memory. */
    Change current(String key) {
        String[] halves = RelayTables.halves(key);
        return change(new EquipmentId(halves[0]), HexFormat.fromHexDigitsToLong(halves[1]));
    }

    /** A lasting change while it is there: telling a gateway twice does no harm, never telling it does. */
    private Change change(EquipmentId equipment, long code) {
        String key = equipment + "/" + OneTimeCode.keyOf(code);
        return Optional.ofNullable(codes.getOrDefault(equipment, Map.of()).get(code))
                .map(at -> Change.put(
                                RelayTables.USED_TWICE,
                                key,
                                new Tlv.Writer().put(AT, at).toBytes())
                        .lasting())
                .orElseGet(() -> Change.remove(RelayTables.USED_TWICE, key));
    }
}
