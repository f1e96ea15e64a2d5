package org.ringback.issuer.core;

import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Turn;

/**
 * Forgets what was granted of a piece of equipment: its rings and calls end, and the grant goes with the password kept
 * for it. Belongs to the core's thread.
 */
record ForgetGrant(Context context, List<Task> tasks) {
    void begin(IssuerEvent.Forget command, Turn turn) throws RefusedException {
        EquipmentId equipment = command.equipment();
        GrantRecord kept = context.records()
                .grant(equipment)
                .orElseThrow(() -> new RefusedException(
                        Words.notListed(equipment, context.records().names())));
        String why = "the grant for " + equipment + " was forgotten here";
        tasks.stream()
                .filter(RingTask.class::isInstance)
                .map(RingTask.class::cast)
                .filter(ring -> ring.pending() && ring.equipment().equals(equipment))
                .toList()
                .forEach(ring -> ring.stop(why, turn));
        context.owners().each(StandingCall.class, (connection, call) -> {
            if (call.facts().equipment().equals(equipment)) {
                call.cut(connection, why, Optional.empty(), context.owners(), turn);
            }
        });
        context.refusals().forget(equipment);
        turn.persist(context.records().forget(kept), new Action.Completed<>(command.request(), equipment));
    }
}
