package org.ringback.acceptor.core;

import java.util.List;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/**
 * Lets a piece of equipment leave this gateway: its calls end, all that is stored of it goes in one commit, and once
 * that is on disk its registration ends at the server. The server's enrolment stays, as only its operator ends that.
 */
record Departure(EquipmentTable table, AnsweredRings rings, Joins joins) {
    private static final String WHY = "the equipment left this gateway";

    void begin(AcceptorEvent.Depart command, Turn turn) throws RefusedException {
        Equipment equipment = table.get(command.equipment());
        List<Change> changes = joins.forget(equipment.name());
        Turn last = turn.apart();
        boolean known = equipment.registrar().trouble(turn.now()).isEmpty();
        boolean told = equipment.registrar().deregister(last) && known;
        rings.cut(equipment.name(), (grant, issuer) -> true, WHY, CutReason.UNKNOWN, turn);
        changes.addAll(table.forget(equipment, WHY, turn));
        last.act(new Action.Completed<>(command.request(), told));
        // For good: a store that goes back must not bring back keys, or grants for who joins under this name later.
        turn.persist(
                changes.stream().map(Change::lasting).toList(), last.actions().toArray(Action[]::new));
    }
}
