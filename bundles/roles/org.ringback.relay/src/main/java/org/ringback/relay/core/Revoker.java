package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment.State;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Revocation;
import org.ringback.kernel.Action;
import org.ringback.kernel.Registry;
import org.ringback.store.Change;
import org.ringback.wire.EndedEnrolment;

/** Ends enrolments at once, with their leases, rings, connections and rows. Not thread-safe. */
record Revoker(
        Context context,
        Registry registry,
        Devices devices,
        Codes codes,
        UsedTwice usedTwice,
        Leases leases,
        Copies copies,
        PeerTable peers,
        RingTable rings,
        Policies policies) {
    /** Carries out the operator's command; a repeated one writes the same again. */
    void revoke(RelayEvent.Revoke command, Moment now) throws RefusedException {
        EquipmentId id = command.id();
        List<Change> changes = new ArrayList<>(codes.removeOpen(id));
        boolean string = codes.forgetExpired(id) || !changes.isEmpty();
        Device device = devices.find(id);
        Revocation ends = new Revocation(device != null && device.state() != State.REVOKED, string);
        if (device == null && !string) {
            throw new RefusedException(id + ": not enrolled (expected: an ID that this server enrolled)");
        }
        List<EquipmentId> concerned = List.of();
        if (device != null) {
            concerned = device.role() == Role.ISSUER ? mayHaveCalled(id) : List.of();
            changes.addAll(devices.revoke(device));
            changes.addAll(cut(device, EndedEnrolment.REVOKED, "the enrolment was revoked", now));
            concerned.forEach(equipment -> changes.add(policies.add(equipment, device.key())));
            changes.addAll(policies.removeAll(id));
            // Issuers that might ask for equipment are told that it was revoked, until its ID is given to another key.
            changes.addAll(device.role() == Role.ISSUER ? devices.pairs.forbidAll(id) : devices.pairs.notMissed(id));
        }
        context.turn.persist(changes, new Action.Completed<>(command.request(), ends));
        // [RING-39] Policy: when an issuer is revoked, every piece of equipment that it may ask for has a policy …
        concerned.forEach(equipment -> policies.wake(equipment, now));
    }

    private List<EquipmentId> mayHaveCalled(EquipmentId issuer) {
        return devices.pairs.equipmentOf(issuer).stream()
                .filter(equipment -> !devices.isRevoked(equipment))
                .toList();
    }

    /** Suspends the device that first used a code which was used twice. */
    List<Change> suspend(Device device, Moment now) {
        List<Change> changes = new ArrayList<>(List.of(devices.put(device.with(State.SUSPENDED))));
        changes.addAll(cut(device, EndedEnrolment.SUSPENDED, "the enrolment was suspended", now));
        return changes;
    }

    /**
     * Ends the permission that an invitation gave which was used twice, with its pending rings, unless another
     * invitation gave it too.
     */
    List<Change> endPermission(EquipmentId issuer, EquipmentId equipment, long code, Moment now) {
        List<Change> changes = devices.pairs.lose(issuer, equipment, code, now.wall());
        // [ENROL-15] a stolen invitation that only gave a pair ends that pair with its pending rings, unless another …
        if (!devices.pairs.mayAsk(issuer, equipment)) {
            rings.endPair(issuer, equipment, "the permission ended: its invitation was used from a second key", now);
        }
        return changes;
    }

    private List<Change> cut(Device device, EndedEnrolment how, String why, Moment now) {
        // [ENROL-13] Revocation ends the pairs of an issuer, invitations and used codes of the ID
        List<Change> changes = new ArrayList<>(codes.removeInvitations(device.id()));
        changes.addAll(codes.removeUsedBy(device.key()));
        changes.addAll(usedTwice.forget(device.id()));
        changes.addAll(leases.end(device.id()));
        changes.addAll(copies.forget(device.id()));
        rings.endAll(device.id(), how, why, now);
        // [CLOSE-5] what a revoked key has open
        peers.abortAll(device.key(), why, now);
        registry.remove(device.id());
        context.turn.act(new RelayAction.Forget(device.key()));
        context.metrics.count(RelayMetric.ENROLMENT, how == EndedEnrolment.REVOKED ? "revoked" : "suspended");
        return changes;
    }
}
