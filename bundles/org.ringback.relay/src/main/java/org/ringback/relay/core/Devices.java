package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final SortedMap<EquipmentId, Device> byId = new TreeMap<>();
    private final Map<KeyFingerprint, Device> byKey = new HashMap<>();
    private final Pairs pairs;
    private int enrolled;

    Devices(Function<String, Map<String, byte[]>> store) {
        RelayTables.read(store, RelayTables.DEVICES, Device::read).values().forEach(this::remember);
        pairs = new Pairs(store);
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

    boolean mayAsk(EquipmentId issuer, EquipmentId equipment) {
        return pairs.mayAsk(issuer, equipment);
    }

    /** Which issuer may ask for which equipment. */
    Pairs pairs() {
        return pairs;
    }

    /** Everybody, by ID. */
    List<Enrolment> list() {
        List<Enrolment> list = new ArrayList<>();
        for (Device device : byId.values()) {
            Set<EquipmentId> mayAsk =
                    device.role() == Role.ISSUER ? Set.copyOf(pairs.equipmentOf(device.id())) : Set.of();
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
