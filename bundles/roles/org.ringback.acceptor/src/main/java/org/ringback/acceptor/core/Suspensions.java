package org.ringback.acceptor.core;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.GrantId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/**
 * Suspends grants, and gives them back: nobody comes in by a suspended one, and the server is told nothing. An alarm
 * suspends nothing, and is not ended by this.
 */
record Suspensions(EquipmentTable table, AnsweredRings rings) {
    void set(AcceptorEvent.Suspend command, Turn turn) throws RefusedException {
        GrantChoice which = command.which();
        Equipment equipment = table.get(which.equipment());
        List<StoredGrant> changed = which.of(equipment, grant -> !grant.revoked()).stream()
                .map(grant -> grant.suspended(command.suspended()))
                .toList();
        changed.forEach(equipment::put);
        // For good both ways: a store that goes back neither lets somebody in nor keeps somebody out again. Written
        // again if it was so before, as the first write may have failed.
        List<Change> changes = changed.stream()
                .map(grant -> Records.grant(equipment.place(), grant).lasting())
                .toList();
        turn.persist(changes, new Action.Completed<>(command.request(), which.person()));
        if (command.suspended()) {
            Set<GrantId> ids = changed.stream().map(StoredGrant::id).collect(Collectors.toSet());
            rings.cut(
                    equipment.name(),
                    (grant, issuer) -> ids.contains(grant),
                    "the owner suspended " + which.person(),
                    CutReason.SUSPENDED,
                    turn);
        }
    }
}
