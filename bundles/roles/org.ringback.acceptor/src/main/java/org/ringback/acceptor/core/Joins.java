package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.control.RefusedException;
import org.ringback.kernel.Action;
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
    private final Set<EquipmentId> underWay = new HashSet<>();
    private final Map<EquipmentId, StoredEquipment> unfinished = new LinkedHashMap<>();

    Joins(Context context, EquipmentTable table, AnsweredRings rings) {
        this.context = context;
        this.table = table;
        this.rings = rings;
    }

    /** Takes an enrolment that an earlier run had begun. */
    void load(StoredEquipment begun) {
        unfinished.put(begun.id(), begun);
    }

    void begin(AcceptorEvent.Join command, Turn turn) throws RefusedException {
        Ticket ticket = ticket(command.enrolmentString());
        Optional<Equipment> taken = taken(ticket);
        if (ticket.role() != Role.ACCEPTOR) {
            throw new RefusedException(
                    "enrolment string: is for an issuer (expected: one for an acceptor, made with that role)");
        }
        if (underWay.contains(ticket.id()) || underWay.size() >= MAX_UNDER_WAY) {
            throw new RefusedException(
                    "equipment: '" + ticket.id() + "' is being joined (expected: wait for the first one's answer)");
        }
        // [REG-18] another string for the same ID is refused at home, or, where its owner asks for that, makes …
        if (!command.replace() && taken.isPresent()) {
            throw new RefusedException(nameTaken(taken.get()));
        }
        StoredEquipment equipment = keysFor(ticket);
        PendingJoin join = new PendingJoin(
                command.request(),
                equipment,
                context.allowed(equipment),
                ticket.code(),
                new ServerRoute(ticket.servers()));
        underWay.add(join.id());
        unfinished.put(join.id(), equipment);
        new JoinRequest(context, join, this).dial(turn);
    }

    private Ticket ticket(String enrolmentString) throws RefusedException {
        try {
            return context.primitives().strings().ticket(enrolmentString);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    void enrolled(PendingJoin join, StoredEquipment enrolled, long serverTime, Turn turn) {
        underWay.remove(join.id());
        unfinished.remove(join.id());
        context.time(enrolled).learn(Instant.ofEpochSecond(serverTime), turn.now());
        List<Change> changes = new ArrayList<>();
        changes.add(Records.equipment(enrolled));
        changes.add(Change.remove(Records.JOINS, enrolled.id().value()));
        Optional<Equipment> before = table.find(enrolled.id());
        if (before.isEmpty() || !before.get().self().key().equals(enrolled.key())) {
            before.ifPresent(old -> {
                changes.addAll(table.forget(old, JOINED_ANEW, turn));
                rings.cut(old.id(), (grant, issuer) -> true, JOINED_ANEW, turn);
            });
            table.add(enrolled, join.servers());
        }
        turn.persist(changes, new Action.Completed<>(join.request(), enrolled.id()));
    }

    /**
     * Refuses the command. The keys stay on disk, as the same string may be tried again and then needs the same key.
     */
    void failed(PendingJoin join, String why, String next, Turn turn) {
        underWay.remove(join.id());
        turn.act(new Action.Refused(join.request(), "join of " + join.id() + ": " + why + "; next: " + next));
    }

    /**
     * Forgets an enrolment that was begun and not finished.
     *
     * @param id of what
     * @return the changes to write; a new list
     * @throws RefusedException if it is under way
     */
    List<Change> forget(EquipmentId id) throws RefusedException {
        if (underWay.contains(id)) {
            throw new RefusedException(
                    "equipment: '" + id + "' is being joined (expected: wait for the answer, then leave)");
        }
        List<Change> changes = new ArrayList<>();
        if (unfinished.remove(id) != null) {
            changes.add(Change.remove(Records.JOINS, id.value()));
        }
        return changes;
    }

    /** The change that brings a record on disk to its state in memory. */
    Change record(String key) {
        StoredEquipment begun = unfinished.get(new EquipmentId(key));
        return begun == null ? Change.remove(Records.JOINS, key) : Records.join(begun);
    }

    /** The equipment that this string would replace: of that name, and joined by another string. */
    private Optional<Equipment> taken(Ticket ticket) {
        return table.find(ticket.id()).filter(known -> !sameString(known.self(), ticket));
    }

    private static boolean sameString(StoredEquipment known, Ticket ticket) {
        // [REG-17] The same enrolment string (code ID and pins) again uses the same keys
        return known.codeId() == ticket.codeId() && known.pins().equals(ticket.pins());
    }

    private static String nameTaken(Equipment known) {
        long grants = known.grants().stream().filter(grant -> !grant.revoked()).count();
        return "equipment: '" + known.id() + "' is of this gateway already, enrolled with "
                + String.join(", ", known.self().servers()) + " (expected: another name; or, to enrol it anew, join"
                + " --replace: its keys" + (known.password().isPresent() ? ", its password" : "") + " and "
                + Amount.of(grants, "grant")
                + " go); nothing was changed";
    }

    private StoredEquipment keysFor(Ticket ticket) {
        Optional<StoredEquipment> before = Optional.ofNullable(unfinished.get(ticket.id()))
                .filter(begun -> sameString(begun, ticket))
                .or(() -> table.find(ticket.id()).map(Equipment::self).filter(joined -> sameString(joined, ticket)));
        return before.map(known -> known.with(ticket))
                .orElseGet(() -> StoredEquipment.create(ticket, context.primitives()));
    }
}
