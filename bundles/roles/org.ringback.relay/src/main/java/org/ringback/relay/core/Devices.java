package org.ringback.relay.core;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.ProtectionNames;
import org.ringback.store.Change;
import org.ringback.wire.EndedEnrolment;

/**
 * The enrolled devices, and which issuer may ask for which equipment. Each modification changes memory at once and
 * returns the changes that must be on disk before anybody is told. Not thread-safe.
 */
final class Devices {
    private final DeviceRows rows = new DeviceRows();
    private final Index<EquipmentId> byId;
    private final Index<KeyFingerprint> byKey;
    private final Set<KeyFingerprint> revoked = new HashSet<>();
    /** Which issuer may ask for which equipment. */
    final Pairs pairs;

    private int enrolled;

    Devices(RandomGenerator random, RecordSource store) {
        SaltedHash hash = new SaltedHash(random);
        byId = new Index<>(names(), hash::name);
        byKey = new Index<>(rows::key, hash::key);
        RelayTables.each(store, RelayTables.DEVICES, (id, record) -> remember(Device.read(id, record)));
        RelayTables.each(store, RelayTables.REVOKED_KEYS, (key, record) -> revoked.add(new KeyFingerprint(key)));
        pairs = new Pairs(store);
    }

    /** Compares the ID within the packed row, as every refresh looks one up. */
    private Index.Keys<EquipmentId> names() {
        return new Index.Keys<>() {
            @Override
            public EquipmentId of(int row) {
                return rows.id(row);
            }

            @Override
            public boolean same(int row, EquipmentId id) {
                return rows.isOf(row, id);
            }
        };
    }

    @Nullable
    Device find(EquipmentId id) {
        return get(byId.find(id));
    }

    @Nullable
    Device find(KeyFingerprint key) {
        return get(byKey.find(key));
    }

    private @Nullable Device get(int row) {
        return row == Index.NONE ? null : rows.get(row);
    }

    /**
     * The number of an ID, from 0 in the order in which IDs became known; it never changes. {@link Index#NONE} if the
     * ID is unknown.
     */
    int number(EquipmentId id) {
        return byId.find(id);
    }

    /** How many devices are enrolled. */
    int enrolled() {
        return enrolled;
    }

    /** How many of them were enrolled before a time. They may be a million: nothing is made for any of them. */
    int enrolledBefore(Instant time) {
        return (int) rowsBefore(time).count();
    }

    /** Those of them that were enrolled before a time, by ID, one after the other. */
    Stream<Device> before(Instant time) {
        return rowsBefore(time).mapToObj(rows::get);
    }

    private IntStream rowsBefore(Instant time) {
        long millis = Math.max(0, time.toEpochMilli());
        return rows.from(0).filter(row -> rows.sinceMillis(row) < millis && rows.counts(row));
    }

    /** Adds or replaces the record of an ID; forgets the key that it had before. */
    Change put(Device device) {
        remember(device);
        return device.change();
    }

    /** Revokes an enrolment: not even an operator's string readmits its key. */
    List<Change> revoke(Device device) {
        revoked.add(device.key());
        return List.of(put(device.with(Enrolment.State.REVOKED)), revokedKey(device.key()));
    }

    /** The changes that keep a revoked key revoked when its ID is given to another key. */
    List<Change> succeeded(Device device) {
        return revoked.contains(device.key()) ? List.of(revokedKey(device.key())) : List.of();
    }

    /** The change that brings a revoked key's record on disk to its state in memory. */
    Change currentRevokedKey(String key) {
        return revoked.contains(new KeyFingerprint(key))
                ? revokedKey(new KeyFingerprint(key))
                : Change.remove(RelayTables.REVOKED_KEYS, key);
    }

    private static Change revokedKey(KeyFingerprint key) {
        return Change.put(RelayTables.REVOKED_KEYS, key.toString(), new byte[0]).lasting();
    }

    boolean isRevoked(KeyFingerprint key) {
        return revoked.contains(key);
    }

    /** How a key's enrolment ended, if it did, so that it may ask for nothing. */
    Optional<EndedEnrolment> ended(KeyFingerprint key) {
        // [ENROL-9] Revoked or suspended keys: every request is 403 with ENDED-ENROLMENT
        if (isRevoked(key)) {
            return Optional.of(EndedEnrolment.REVOKED);
        }
        Device device = find(key);
        return device == null || device.counts() ? Optional.empty() : Optional.of(EndedEnrolment.SUSPENDED);
    }

    /** Whether the enrolment of a piece of equipment has ended. */
    boolean ended(EquipmentId id) {
        Device device = find(id);
        return device != null && !device.counts();
    }

    private void remember(Device device) {
        int row = byId.find(device.id());
        if (row == Index.NONE) {
            row = rows.add(device);
            byId.put(row);
        } else {
            byKey.remove(rows.key(row));
            enrolled -= rows.counts(row) ? 1 : 0;
            rows.set(row, device);
        }
        byKey.put(row);
        if (device.state() == Enrolment.State.REVOKED) {
            revoked.add(device.key());
        }
        enrolled += device.counts() ? 1 : 0;
    }

    /** The change that brings an ID's record on disk to its state in memory. */
    Change current(String id) {
        Device device = find(new EquipmentId(id));
        return device == null ? Change.remove(RelayTables.DEVICES, id) : device.change();
    }

    /** At most {@code limit} enrolments after an ID, or from the beginning, by ID. */
    List<Enrolment> list(Optional<EquipmentId> after, int limit, ProtectionNames names) {
        return rows.from(after.map(rows::behind).orElse(0))
                .limit(limit)
                .mapToObj(row -> shown(rows.get(row), names))
                .toList();
    }

    private Enrolment shown(Device device, ProtectionNames names) {
        return new Enrolment(
                device.id(),
                device.role(),
                device.key(),
                device.protectionList().stream().map(names::name).toList(),
                device.state(),
                device.since(),
                device.role() == Role.ISSUER ? mayAsk(device.id()) : Set.of());
    }

    private Set<EquipmentId> mayAsk(EquipmentId issuer) {
        return pairs.equipmentOf(issuer).stream()
                .filter(equipment -> !isRevoked(equipment))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the last key of an ID was revoked and not replaced. */
    boolean isRevoked(EquipmentId id) {
        Device device = find(id);
        return device != null && device.state() == Enrolment.State.REVOKED;
    }

    /** The devices in a state, by ID. */
    List<Device> in(Enrolment.State state) {
        return rows.from(0)
                .filter(row -> rows.state(row) == state)
                .mapToObj(rows::get)
                .toList();
    }
}
