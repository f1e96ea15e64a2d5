package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.store.Change;

/**
 * Who is enrolled, and which issuer may ask for which equipment. Changes memory at once and gives back what must go to
 * disk before anybody hears of it. Not thread-safe.
 */
final class Devices {
    private static final byte[] NOTHING = {};

    private final SortedMap<EquipmentId, Device> byId = new TreeMap<>();
    private final Map<KeyFingerprint, Device> byKey = new HashMap<>();
    /** Both directions: the equipment of an issuer, and the issuers of equipment. */
    private final Map<EquipmentId, Set<EquipmentId>> equipmentOf = new HashMap<>();

    private final Map<EquipmentId, Set<EquipmentId>> issuersOf = new HashMap<>();
    private int enrolled;

    Devices(Function<String, Map<String, byte[]>> store) {
        RelayTables.read(store, RelayTables.DEVICES, Device::read).values().forEach(this::remember);
        for (String[] pair : RelayTables.read(store, RelayTables.PAIRS, (key, record) -> RelayTables.halves(key))
                .values()) {
            pair(new EquipmentId(pair[0]), new EquipmentId(pair[1]));
        }
    }

    @Nullable
    Device find(EquipmentId id) {
        return byId.get(id);
    }

    @Nullable
    Device find(KeyFingerprint key) {
        return byKey.get(key);
    }

    /** How many count. */
    int enrolled() {
        return enrolled;
    }

    /** Adds or replaces the record of an ID; a key that it had before is forgotten. */
    Change put(Device device) {
        remember(device);
        return device.change();
    }

    private void remember(Device device) {
        Device old = byId.put(device.id(), device);
        if (old != null) {
            byKey.remove(old.key());
            enrolled -= old.counts() ? 1 : 0;
        }
        byKey.put(device.key(), device);
        enrolled += device.counts() ? 1 : 0;
    }

    /** The record of an ID as it is now. */
    Change current(String id) {
        Device device = byId.get(new EquipmentId(id));
        return device == null ? Change.remove(RelayTables.DEVICES, id) : device.change();
    }

    /** The record of a permission as it is now. */
    Change currentPair(String key) {
        String[] pair = RelayTables.halves(key);
        return mayAsk(new EquipmentId(pair[0]), new EquipmentId(pair[1]))
                ? Change.put(RelayTables.PAIRS, key, NOTHING)
                : Change.remove(RelayTables.PAIRS, key);
    }

    boolean mayAsk(EquipmentId issuer, EquipmentId equipment) {
        return equipmentOf.getOrDefault(issuer, Set.of()).contains(equipment);
    }

    /** The equipment that an issuer may ask for. */
    List<EquipmentId> equipmentOf(EquipmentId issuer) {
        return List.copyOf(equipmentOf.getOrDefault(issuer, Set.of()));
    }

    /** Lets an issuer ask for a piece of equipment. */
    Change allow(EquipmentId issuer, EquipmentId equipment) {
        pair(issuer, equipment);
        return Change.put(RelayTables.PAIRS, issuer + "/" + equipment, NOTHING);
    }

    private void pair(EquipmentId issuer, EquipmentId equipment) {
        equipmentOf.computeIfAbsent(issuer, key -> new TreeSet<>()).add(equipment);
        issuersOf.computeIfAbsent(equipment, key -> new TreeSet<>()).add(issuer);
    }

    /** Ends one permission. */
    Change forbid(EquipmentId issuer, EquipmentId equipment) {
        drop(equipmentOf, issuer, equipment);
        drop(issuersOf, equipment, issuer);
        return Change.remove(RelayTables.PAIRS, issuer + "/" + equipment);
    }

    /** Ends every permission in which an ID takes part, as issuer or as equipment. */
    List<Change> forbidAll(EquipmentId id) {
        List<Change> changes = new ArrayList<>();
        for (EquipmentId equipment : equipmentOf(id)) {
            changes.add(forbid(id, equipment));
        }
        for (EquipmentId issuer : List.copyOf(issuersOf.getOrDefault(id, Set.of()))) {
            changes.add(forbid(issuer, id));
        }
        return changes;
    }

    private static void drop(Map<EquipmentId, Set<EquipmentId>> map, EquipmentId key, EquipmentId value) {
        Set<EquipmentId> values = map.get(key);
        if (values != null && values.remove(value) && values.isEmpty()) {
            map.remove(key);
        }
    }

    /** Everybody, by ID. */
    List<Enrolment> list() {
        List<Enrolment> list = new ArrayList<>();
        for (Device device : byId.values()) {
            Set<EquipmentId> mayAsk =
                    device.role() == Role.ISSUER ? equipmentOf.getOrDefault(device.id(), Set.of()) : Set.of();
            list.add(new Enrolment(
                    device.id(),
                    device.role(),
                    device.key(),
                    device.protections(),
                    device.state(),
                    device.since(),
                    mayAsk));
        }
        return list;
    }

    /** The IDs in a state. */
    List<EquipmentId> in(Enrolment.State state) {
        return byId.values().stream()
                .filter(device -> device.state() == state)
                .map(Device::id)
                .toList();
    }
}
