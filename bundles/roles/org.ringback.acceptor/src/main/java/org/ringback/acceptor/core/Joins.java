package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;

/**
 * Carries out enrolments: reads the string, makes keys, writes them to disk, and only then shows them to the server. So
 * after a crash the same string goes on with the same keys.
 */
final class Joins {
    private static final int MAX_UNDER_WAY = 16;
    private static final String JOINED_ANEW = "the equipment has joined anew";

    private final Context context;
    private final EquipmentTable table;
    private final AnsweredRings rings;
    /** The local names under which something is being joined. */
    private final Set<EquipmentId> underWay = new HashSet<>();
    /** What is being joined, or was begun and may be tried again, by local name. */
    private final Map<EquipmentId, StoredEquipment> unfinished = new LinkedHashMap<>();

    Joins(Context context, EquipmentTable table, AnsweredRings rings) {
        this.context = context;
        this.table = table;
        this.rings = rings;
    }

    /** Takes an enrolment that an earlier run had begun. */
    void load(StoredEquipment begun) {
        unfinished.put(begun.name(), begun);
    }

    void begin(AcceptorEvent.Join command, Turn turn) throws RefusedException {
        Ticket ticket = ticket(command.enrolmentString());
        if (ticket.role() != Role.ACCEPTOR) {
            throw new RefusedException(
                    "enrolment string: is for an issuer (expected: one for an acceptor, made with that role)");
        }
        EquipmentId name = new JoinNaming(table).name(ticket, command.as());
        Optional<StoredEquipment> begun = begun(ticket);
        if (underWay.contains(name)
                || begun.map(StoredEquipment::name).filter(underWay::contains).isPresent()
                || underWay.size() >= MAX_UNDER_WAY) {
            throw new RefusedException(
                    "equipment: '" + name + "' is being joined (expected: wait for the first one's answer)");
        }
        // [REG-18] another string for the same ID is refused at home, or, where its owner asks for that, makes …
        Optional<Equipment> taken = table.find(name).filter(known -> !JoinNaming.sameString(known.self(), ticket));
        if (!command.replace() && taken.isPresent()) {
            throw new RefusedException(JoinNaming.taken(taken.get(), ticket));
        }
        StoredEquipment equipment = keysFor(ticket, name, begun);
        PendingJoin join = new PendingJoin(
                command.request(),
                equipment,
                context.allowed(equipment),
                ticket.code(),
                new ServerRoute(ticket.servers()));
        underWay.add(name);
        begun.map(StoredEquipment::name)
                .filter(other -> !other.equals(name))
                .ifPresent(other -> moved(other, equipment, turn));
        unfinished.put(name, equipment);
        new JoinRequest(context, join, this).dial(turn);
    }

    /** An enrolment that was begun under another name goes on under the new one, with its keys. */
    private void moved(EquipmentId other, StoredEquipment equipment, Turn turn) {
        unfinished.remove(other);
        turn.persist(List.of(Records.join(equipment), Change.remove(Records.JOINS, other.value())));
    }

    private Ticket ticket(String enrolmentString) throws RefusedException {
        try {
            return context.primitives().strings().ticket(enrolmentString);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    void enrolled(PendingJoin join, StoredEquipment enrolled, long serverTime, Turn turn) {
        EquipmentId name = join.name();
        underWay.remove(name);
        unfinished.remove(name);
        context.time(enrolled).learn(Instant.ofEpochSecond(serverTime), turn.now());
        List<Change> changes = new ArrayList<>();
        changes.add(Change.remove(Records.JOINS, name.value()));
        Optional<Equipment> before = table.find(name);
        if (before.filter(old -> old.self().key().equals(enrolled.key())).isPresent()) {
            changes.add(Records.equipment(enrolled.with(before.get().self().names())));
        } else {
            before.ifPresent(old -> {
                changes.addAll(table.forget(old, JOINED_ANEW, turn));
                rings.cut(name, (grant, issuer) -> true, JOINED_ANEW, CutReason.UNKNOWN, turn);
            });
            StoredEquipment placed =
                    enrolled.with(EquipmentNames.fresh(name, enrolled.id(), enrolled.key(), place -> table.at(place)
                            .isPresent()));
            table.add(placed, join.servers());
            changes.add(Records.equipment(placed));
        }
        turn.persist(changes, new Action.Completed<>(join.request(), name));
    }

    /**
     * Refuses the command. The keys stay on disk, as the same string may be tried again and then needs the same key.
     */
    void failed(PendingJoin join, String why, String next, Turn turn) {
        underWay.remove(join.name());
        turn.act(new Action.Refused(join.request(), "join of " + join.name() + ": " + why + "; next: " + next));
    }

    /**
     * Forgets an enrolment that was begun and not finished.
     *
     * @param name of what
     * @return the changes to write; a new list
     * @throws RefusedException if it is under way
     */
    List<Change> forget(EquipmentId name) throws RefusedException {
        checkIdle(name, "leave");
        List<Change> changes = new ArrayList<>();
        if (unfinished.remove(name) != null) {
            changes.add(Change.remove(Records.JOINS, name.value()));
        }
        return changes;
    }

    /**
     * Refuses what cannot be while something is being joined.
     *
     * @param name under which name
     * @param then what to do after it
     * @throws RefusedException if it is under way
     */
    void checkIdle(EquipmentId name, String then) throws RefusedException {
        if (underWay.contains(name)) {
            throw new RefusedException(
                    "equipment: '" + name + "' is being joined (expected: wait for the answer, then " + then + ")");
        }
    }

    /** The change that brings a record on disk to its state in memory. */
    Change record(String key) {
        StoredEquipment begun = unfinished.get(new EquipmentId(key));
        return begun == null ? Change.remove(Records.JOINS, key) : Records.join(begun);
    }

    /** {@return what was begun with this string and not finished} */
    private Optional<StoredEquipment> begun(Ticket ticket) {
        return unfinished.values().stream()
                .filter(begun -> JoinNaming.sameString(begun, ticket))
                .findAny();
    }

    private StoredEquipment keysFor(Ticket ticket, EquipmentId name, Optional<StoredEquipment> begun) {
        EquipmentNames names = new EquipmentNames(name.value(), name, ticket.id());
        return begun.or(() ->
                        table.find(name).map(Equipment::self).filter(joined -> JoinNaming.sameString(joined, ticket)))
                .map(known -> known.with(ticket).with(names))
                .orElseGet(() -> StoredEquipment.create(names, ticket, context.primitives()));
    }
}
