package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.store.Change;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.StunView;

/** The leases of equipment: gives them, and checks MACs with their keys. Not thread-safe. */
final class Leases {
    private static final int INITIAL = 64;

    private final Context context;
    private final Copies copies;
    private final Devices devices;
    /** The leases, by the numbers of their devices. */
    private @Nullable Lease[] leases = new @Nullable Lease[INITIAL];

    private final LeaseKey nobody;
    /** Changes for the first {@link #expire}: leases without an enrolment, and keys that were confirmed just before. */
    private final List<Change> unwritten = new ArrayList<>();

    Leases(Context context, Copies copies, Devices devices, RecordSource store) {
        this.context = context;
        this.copies = copies;
        this.devices = devices;
        this.nobody =
                new LeaseKey(new EquipmentId("nobody"), Secret.random(context.random, LeaseKey.LENGTH), Long.MIN_VALUE);
        RelayTables.each(store, RelayTables.LEASES, (id, record) -> restore(Lease.read(new EquipmentId(id), record)));
        nobody.with(MacUse.REGISTER, context.crypto.rings(), Secret::length);
    }

    private void restore(Lease lease) {
        int number = devices.number(lease.equipment);
        if (number == Index.NONE) {
            // its enrolment is lost, so it is dropped
            unwritten.add(Change.remove(RelayTables.LEASES, lease.equipment.value()));
        } else {
            put(number, lease);
        }
    }

    private void put(int number, @Nullable Lease lease) {
        if (number >= leases.length) {
            leases = Arrays.copyOf(leases, Math.max(2 * leases.length, number + 1));
        }
        leases[number] = lease;
    }

    private @Nullable Lease get(int number) {
        return number < 0 || number >= leases.length ? null : leases[number];
    }

    /** The lease of a piece of equipment; null if there is none or it has ended. */
    @Nullable
    Lease find(EquipmentId equipment, Moment now) {
        Lease lease = get(devices.number(equipment));
        return lease != null && lease.holds(now) ? lease : null;
    }

    /** Why nobody need be called: the equipment holds no lease, or signed off. */
    Optional<Absence> absence(EquipmentId equipment, Moment now) {
        Lease lease = find(equipment, now);
        // [RING-7] the equipment holds a lease: else 437, ABSENCE no lease
        if (lease == null) {
            return Optional.of(Absence.NO_LEASE);
        }
        // [RING-8] its last registration was no goodbye (LIFETIME 0): else 437, ABSENCE signed off, at once
        return lease.signedOff ? Optional.of(Absence.SIGNED_OFF) : Optional.empty();
    }

    /** What a successor must know beside what is on disk. */
    List<RelayEstate.Registered> left() {
        return Arrays.stream(leases)
                .filter(Objects::nonNull)
                .flatMap(lease -> lease.left().stream())
                .toList();
    }

    /** Takes what a predecessor left; what was not on disk yet is written with the first {@link #expire}. */
    void inherit(List<RelayEstate.Registered> before) {
        for (RelayEstate.Registered one : before) {
            Lease lease = get(devices.number(one.equipment()));
            if (lease != null && lease.inherit(one)) {
                unwritten.add(lease.change());
            }
        }
    }

    /** Answers Lease with a fresh key, which is on disk before the answer. */
    void lease(Peer peer, Device device, Message request, Moment now) {
        RelaySettings settings = context.settings;
        LeaseKey key = new LeaseKey(
                device.id(),
                Secret.random(context.random, LeaseKey.LENGTH),
                now.wall().plus(settings.lease()).toEpochMilli());
        int number = devices.number(device.id());
        Lease lease = get(number);
        if (lease == null) {
            lease = new Lease(device.id(), key);
            put(number, lease);
        } else {
            lease.renew(key);
        }
        List<Change> changes = new ArrayList<>(copies.leased(peer, device.id(), request, now));
        changes.add(lease.change());
        Message.Builder answer = Message.of(MessageKind.LEASED, request.transaction())
                .with(Attributes.REGISTRATION_KEY, key.bytes())
                .with(Attributes.LIFETIME, Math.toIntExact(settings.lease().toSeconds()))
                .with(
                        Attributes.REFRESH_TIME,
                        Math.toIntExact(settings.refresh().toSeconds()))
                .with(Attributes.SERVER_TIME, now.wall().getEpochSecond());
        int alarms = copies.alarms(device.id());
        if (alarms != 0) {
            answer.with(Attributes.ALARMS, alarms);
        }
        context.count(RelayMetric.LEASE_GIVEN);
        // [LEASE-2] On disk before the answer.
        context.turn.persist(changes, new Action.Send(peer.number, answer.build()));
    }

    /**
     * Finds the key with which a message's MAC was made. Always computes two MACs, so that its time does not reveal
     * what is wrong (no such equipment, no lease, another key).
     *
     * @return the key, or null
     */
    @Nullable
    LeaseKey prove(@Nullable Lease lease, StunView view, MacUse use, Moment now) {
        // [REG-9] unknown equipment, no lease, or wrong MAC | 401 with a fresh nonce, after the same work
        LeaseKey first = lease == null ? nobody : goodOrNobody(lease.fresh(), now);
        if (matches(first, view, use)) {
            return first;
        }
        LeaseKey before = lease == null ? null : lease.confirmed();
        LeaseKey second = before == null || before == first ? nobody : goodOrNobody(before, now);
        return matches(second, view, use) ? second : null;
    }

    private LeaseKey goodOrNobody(LeaseKey key, Moment now) {
        return key.holds(now) ? key : nobody;
    }

    private boolean matches(LeaseKey key, StunView view, MacUse use) {
        boolean matches = key.with(use, context.crypto.rings(), mac -> context.codec.macMatches(view, mac));
        return matches && key != nobody;
    }

    /** The change that brings a lease's record on disk to its state in memory. */
    Change current(String id) {
        Lease lease = get(devices.number(new EquipmentId(id)));
        return lease == null ? Change.remove(RelayTables.LEASES, id) : lease.change();
    }

    /** Ends a lease, if there is one. */
    List<Change> end(EquipmentId equipment) {
        int number = devices.number(equipment);
        Lease lease = get(number);
        if (lease == null) {
            return List.of();
        }
        put(number, null);
        lease.destroy();
        return List.of(Change.remove(RelayTables.LEASES, equipment.value()));
    }

    /** Drops expired leases. */
    List<Change> expire(Moment now) {
        List<Change> changes = new ArrayList<>(unwritten);
        unwritten.clear();
        for (Lease lease : leases) {
            if (lease != null && !lease.holds(now)) {
                changes.addAll(end(lease.equipment));
            }
        }
        return changes;
    }
}
