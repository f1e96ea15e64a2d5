package org.ringback.acceptor.core;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.ringback.api.GrantId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.Turn;

/** Ends the calls of one person, who may ring again. Rings that are under way go on. */
record HangUps(EquipmentTable table, AnsweredRings rings) {
    void begin(AcceptorEvent.HangUp command, Turn turn) throws RefusedException {
        List<Equipment> where = command.equipment().isPresent()
                ? List.of(table.get(command.equipment().get()))
                : List.copyOf(table.all());
        List<StoredGrant> all =
                where.stream().flatMap(one -> one.grants().stream()).toList();
        Set<GrantId> theirs = all.stream()
                .filter(grant -> grant.person().equals(command.person()))
                .map(StoredGrant::id)
                .collect(Collectors.toSet());
        if (theirs.isEmpty()) {
            throw GrantChoice.noGrantHere(command.person(), all);
        }
        int ended = 0;
        for (Equipment equipment : where) {
            ended += rings.hangUp(equipment.name(), theirs, turn);
        }
        turn.act(new Action.Completed<>(command.request(), ended));
    }
}
