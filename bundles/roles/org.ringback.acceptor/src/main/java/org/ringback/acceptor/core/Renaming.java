package org.ringback.acceptor.core;

import java.util.ArrayList;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;

/**
 * Gives equipment or a person another local name. Nobody else is told, and what is under way or stands goes on; stories
 * of earlier rings have the new name too.
 */
record Renaming(EquipmentTable table, AnsweredRings rings, Joins joins) {
    void equipment(AcceptorEvent.Rename command, Turn turn) throws RefusedException {
        EquipmentId before = command.equipment();
        EquipmentId name = command.name();
        Equipment equipment = table.get(before);
        checkOther(before, name);
        if (table.find(name).isPresent()) {
            StoredEquipment taken = table.get(name).self();
            throw new RefusedException("name: '" + name + "' is taken, by " + taken.id() + " of "
                    + String.join(", ", taken.servers()) + " (expected: one that 'status --all' does not list)");
        }
        joins.checkIdle(before, "rename");
        joins.checkIdle(name, "rename");
        rings.rename(before, name, turn);
        turn.persist(List.of(table.rename(equipment, name)), new Action.Completed<>(command.request(), name));
        // What the configuration says of it may be something else now.
        equipment.registrar().lease().configured(turn);
    }

    void person(AcceptorEvent.RenamePerson command, Turn turn) throws RefusedException {
        EquipmentId before = command.person();
        EquipmentId name = command.name();
        List<StoredGrant> all =
                table.all().stream().flatMap(one -> one.grants().stream()).toList();
        if (all.stream().noneMatch(grant -> grant.person().equals(before))) {
            throw GrantChoice.noGrantHere(before, all);
        }
        checkOther(before, name);
        if (all.stream().anyMatch(grant -> grant.person().equals(name))) {
            throw new RefusedException("name: '" + name + "' is taken, by who has or had grants here (expected: a name"
                    + " to which nothing was granted)");
        }
        List<Change> changes = new ArrayList<>();
        int standing = 0;
        for (Equipment equipment : table.all()) {
            for (StoredGrant grant : equipment.grants()) {
                if (grant.person().equals(before)) {
                    equipment.put(grant.named(name));
                    changes.add(Records.grant(equipment.place(), grant.named(name)));
                    standing += grant.over() ? 0 : 1;
                }
            }
        }
        rings.renamePerson(before, name);
        turn.persist(changes, new Action.Completed<>(command.request(), standing));
    }

    private static void checkOther(EquipmentId before, EquipmentId name) throws RefusedException {
        if (before.equals(name)) {
            throw new RefusedException("name: '" + name + "' is the name already (expected: another one)");
        }
    }
}
