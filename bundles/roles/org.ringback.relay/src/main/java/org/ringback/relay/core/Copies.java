package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.OwnerAlarm;

/**
 * Notices gateways that run twice, or with an old store, and warns of them; never refuses anything for it
 * (docs/protocol.md, "Lease"). Not thread-safe.
 */
final class Copies {
    private final Context context;
    private final SortedMap<EquipmentId, Instances> all = new TreeMap<>();

    Copies(Context context, RecordSource store) {
        this.context = context;
        RelayTables.read(store, RelayTables.INSTANCES, Instances::read)
                .forEach((id, instances) -> all.put(new EquipmentId(id), instances));
    }

    /**
     * Takes what a Lease says about its gateway; older gateways say nothing. Returns the changes to write with the
     * lease.
     */
    List<Change> leased(Peer peer, EquipmentId id, Message lease, Moment now) {
        Optional<InstanceId> instance = lease.find(Attributes.INSTANCE_ID).map(InstanceId::of);
        Optional<Long> commit = lease.find(Attributes.STORE_COMMIT);
        if (instance.isEmpty() && commit.isEmpty()) {
            return List.of();
        }
        Instances instances = all.computeIfAbsent(id, Instances::new);
        // [LEASE-9] Neither is ever a reason to refuse or to suspend.
        if (instance.isPresent() && instances.took(instance.get(), peer.number, now.wall())) {
            context.count(RelayMetric.LEASE_COPY_ALARM);
            context.turn.act(new RelayAction.Alarm(copied(id)));
        }
        if (commit.isPresent() && instances.wrote(commit.get(), peer.number, now.wall())) {
            context.count(RelayMetric.LEASE_STORE_ALARM);
            context.turn.act(new RelayAction.Alarm(wentBack(id, instances.lost())));
        }
        return List.of(instances.change());
    }

    /** The bits of ALARMS: which alarm there is, but not from where, as a thief may be asking. */
    int alarms(EquipmentId id) {
        Instances instances = all.get(id);
        // [LEASE-10] Leased says by ALARMS, to whoever takes the lease, that there is an alarm and not where the …
        return instances == null
                ? 0
                : (instances.copied() ? OwnerAlarm.ANOTHER_INSTANCE.bit() : 0)
                        | (instances.lost() > 0 ? OwnerAlarm.STORE_WENT_BACK.bit() : 0);
    }

    /** The warnings for the operator, in words; empty if there is none. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        all.forEach((id, instances) -> {
            if (instances.copied()) {
                warnings.add(copied(id));
            }
            if (instances.lost() > 0) {
                warnings.add(wentBack(id, instances.lost()));
            }
        });
        return warnings;
    }

    private static String copied(EquipmentId id) {
        return id + ": two running gateways use its keys in turn, so somebody has a copy of its home or its backup"
                + " (expected: one; revoke " + id + " and join it anew, which makes new keys; or, if the copy was yours"
                + " and is off for good, clear-alarm " + id + ")";
    }

    private static String wentBack(EquipmentId id, long lost) {
        return id + ": its gateway's store went back by " + Amount.of(lost, "write")
                + ", as an older copy of it does (expected: if"
                + " nobody restored a backup, revoke " + id + " and join it anew, which makes new keys; else"
                + " clear-alarm " + id + ")";
    }

    /** Carries out the operator's command. */
    void acknowledge(RelayEvent.ClearAlarm command) throws RefusedException {
        EquipmentId id = command.id();
        Instances instances = all.get(id);
        if (instances == null || alarms(id) == 0) {
            throw new RefusedException(id + ": no alarm (expected: equipment that status warns of)");
        }
        instances.acknowledge();
        context.turn.persist(List.of(instances.change()), new Action.Completed<>(command.request(), id));
    }

    /** The change that brings a piece of equipment's record on disk to its state in memory. */
    Change current(String id) {
        Instances instances = all.get(new EquipmentId(id));
        return instances == null ? Change.remove(RelayTables.INSTANCES, id) : instances.change();
    }

    /** Forgets equipment whose keys are no longer accepted. */
    List<Change> forget(EquipmentId id) {
        return all.remove(id) == null ? List.of() : List.of(Change.remove(RelayTables.INSTANCES, id.value()));
    }
}
