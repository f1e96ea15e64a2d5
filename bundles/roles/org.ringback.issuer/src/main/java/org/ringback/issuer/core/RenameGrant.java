package org.ringback.issuer.core;

import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Stories;
import org.ringback.kernel.Turn;

/**
 * Gives granted equipment another local name: rings and calls go on under it, and so do the stories of earlier
 * rings. Belongs to the core's thread.
 */
record RenameGrant(Context context, List<Task> tasks, Stories stories) {
    void begin(IssuerEvent.Rename command, Turn turn) throws RefusedException {
        EquipmentId before = command.equipment();
        EquipmentId name = command.name();
        IssuerRecords records = context.records();
        GrantRecord kept =
                records.grant(before).orElseThrow(() -> new RefusedException(Words.notListed(before, records.names())));
        if (before.equals(name)) {
            throw new RefusedException("name: '" + name + "' is its name already (expected: another one)");
        }
        if (records.grant(name).isPresent()) {
            GrantRecord taken = records.grant(name).get();
            throw new RefusedException("name: '" + name + "' is taken, by the grant of " + taken.target() + " at "
                    + String.join(", ", taken.route().servers()) + " (expected: one that 'granted' does not list)");
        }
        tasks.stream()
                .filter(RingTask.class::isInstance)
                .map(RingTask.class::cast)
                .filter(ring -> ring.pending() && ring.equipment().equals(before))
                .forEach(ring -> ring.named(name));
        context.owners().each(StandingCall.class, (connection, call) -> {
            if (call.facts().equipment().equals(before)) {
                call.named(connection, name, turn);
            }
        });
        context.refusals().rename(before, name);
        stories.rename(before, name);
        turn.persist(List.of(records.rename(kept, name)), new Action.Completed<>(command.request(), name));
    }
}
