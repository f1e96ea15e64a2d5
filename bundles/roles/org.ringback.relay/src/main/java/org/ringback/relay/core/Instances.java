package org.ringback.relay.core;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * The latest instances of a gateway that took leases for one piece of equipment, and the highest commit of its store.
 * Reveals that two gateways run with the same keys, or one with an old store. Not thread-safe.
 */
final class Instances {
    /** How many instances are remembered, the newest last. */
    static final int REMEMBERED = 4;
    /** After how long the same alarm is repeated, until it is acknowledged. */
    static final Duration AGAIN = Duration.ofHours(24);

    private static final int INSTANCE = 1;
    private static final int TOLD = 2;
    private static final int FURTHEST = 3;
    private static final int LOST = 4;
    private static final int LOST_TOLD = 5;
    private static final int TOLD_LENGTH = 2 * InstanceId.LENGTH + Long.BYTES;

    private final EquipmentId equipment;
    private final List<InstanceId> latest = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    /**
     * The connection on which the newest instance took its first lease; older connections prove nothing about what runs
     * now.
     */
    private long since = Long.MIN_VALUE;

    /** The newest connection on which the gateway told its store's commit. */
    private long wroteOn = Long.MIN_VALUE;

    private long furthest;
    private long lost;
    private Optional<Instant> lostTold = Optional.empty();

    /** Two instances of which the operator was told that they take turns. */
    private record Told(InstanceId one, InstanceId other, Instant at) {
        boolean of(InstanceId first, InstanceId second) {
            return (one.equals(first) && other.equals(second)) || (one.equals(second) && other.equals(first));
        }
    }

    Instances(EquipmentId equipment) {
        this.equipment = equipment;
    }

    /** Whether two instances were seen to take turns, which was not acknowledged. */
    boolean copied() {
        return !told.isEmpty();
    }

    /** By how many commits the store is old, at most; 0 if it is not, or that was acknowledged. */
    long lost() {
        return lost;
    }

    /**
     * Notes that an instance takes a lease.
     *
     * @param instance which
     * @param connection its connection; connections are numbered in the order of opening
     * @param now the time
     * @return whether the operator must be told that an instance came back after another one had replaced it: a gateway
     *     that was started again would have a new ID. A request that was under way when the other took over does not
     *     count
     */
    boolean took(InstanceId instance, long connection, Instant now) {
        InstanceId newest = latest.isEmpty() ? instance : latest.get(latest.size() - 1);
        boolean known = latest.contains(instance);
        // [LEASE-7] A Lease on a connection that was opened before the other took over proves nothing and rings …
        if (known && (newest.equals(instance) || connection <= since)) {
            return false;
        }
        latest.remove(instance);
        latest.add(instance);
        if (latest.size() > REMEMBERED) {
            latest.remove(0);
        }
        since = connection;
        return known && tell(instance, newest, now);
    }

    private boolean tell(InstanceId one, InstanceId other, Instant now) {
        boolean lately = told.stream()
                .anyMatch(before ->
                        before.of(one, other) && now.isBefore(before.at().plus(AGAIN)));
        if (!lately) {
            told.removeIf(before -> before.of(one, other));
            told.add(new Told(one, other, now));
            if (told.size() > REMEMBERED) {
                told.remove(0);
            }
        }
        return !lately;
    }

    /**
     * Notes the number of the store's last commit, as the gateway tells it.
     *
     * @param commit that number
     * @param connection its connection; connections are numbered in the order of opening
     * @param now the time
     * @return whether the operator must be told that the number was higher before. A late message of an older
     *     connection does not count
     */
    boolean wrote(long commit, long connection, Instant now) {
        if (connection < wroteOn) {
            return false;
        }
        wroteOn = connection;
        long back = furthest - commit;
        // [LEASE-8] the server keeps the highest, and a lower one means that the store went back.
        furthest = Math.max(furthest, commit);
        if (back <= 0) {
            return false;
        }
        lost = Math.max(lost, back);
        boolean lately = lostTold.filter(at -> now.isBefore(at.plus(AGAIN))).isPresent();
        if (!lately) {
            lostTold = Optional.of(now);
        }
        return !lately;
    }

    /** Clears both alarms, as the operator knows; they come again with the next sign. */
    void acknowledge() {
        told.clear();
        lost = 0;
        lostTold = Optional.empty();
        furthest = 0;
    }

    Change change() {
        Tlv.Writer record = new Tlv.Writer();
        latest.forEach(instance -> record.put(INSTANCE, instance.bytes()));
        told.forEach(pair -> record.put(
                TOLD,
                ByteBuffer.allocate(TOLD_LENGTH)
                        .put(pair.one().bytes())
                        .put(pair.other().bytes())
                        .putLong(pair.at().toEpochMilli())
                        .array()));
        record.put(FURTHEST, furthest).put(LOST, lost);
        lostTold.ifPresent(at -> record.put(LOST_TOLD, at.toEpochMilli()));
        return Change.put(RelayTables.INSTANCES, equipment.value(), record.toBytes());
    }

    static Instances read(String id, Tlv record) {
        Instances instances = new Instances(new EquipmentId(id));
        record.all(INSTANCE).forEach(instance -> instances.latest.add(InstanceId.of(instance)));
        for (byte[] pair : record.all(TOLD)) {
            ByteBuffer in = ByteBuffer.wrap(pair);
            instances.told.add(new Told(
                    new InstanceId(in.getLong(), in.getLong()),
                    new InstanceId(in.getLong(), in.getLong()),
                    Instant.ofEpochMilli(in.getLong())));
        }
        instances.furthest = record.number(FURTHEST);
        instances.lost = record.number(LOST);
        instances.lostTold = record.find(LOST_TOLD).map(at -> Instant.ofEpochMilli(record.number(LOST_TOLD)));
        return instances;
    }
}
