package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.kernel.ServerRoute;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;

/**
 * Enrolments under way: read the string, make keys, put them on disk, and only then show them to the server; so the
 * same string after a crash goes on with the same keys.
 */
final class Joins {
    private static final int MAX_UNDER_WAY = 16;

    private final Kit kit;
    private final Errands errands;
    private final Household household;
    private final Rings rings;
    private final Map<EquipmentId, PendingJoin> underWay = new LinkedHashMap<>();
    private final Map<EquipmentId, StoredEquipment> unfinished = new LinkedHashMap<>();

    Joins(Kit kit, Errands errands, Household household, Rings rings) {
        this.kit = kit;
        this.errands = errands;
        this.household = household;
        this.rings = rings;
    }

    /** Takes what an earlier run had begun. */
    void load(StoredEquipment begun) {
        unfinished.put(begun.id(), begun);
    }

    void begin(AcceptorEvent.Join command, Turn turn) {
        Ticket ticket;
        try {
            ticket = kit.primitives().strings().ticket(command.enrolmentString());
        } catch (IllegalArgumentException e) {
            fail(command.request(), String.valueOf(e.getMessage()), turn);
            return;
        }
        if (ticket.role() != Role.ACCEPTOR) {
            fail(
                    command.request(),
                    "enrolment string: is for an issuer (expected: one for an acceptor, made with that role)",
                    turn);
        } else if (underWay.containsKey(ticket.id()) || underWay.size() >= MAX_UNDER_WAY) {
            fail(
                    command.request(),
                    "equipment: '" + ticket.id() + "' is being joined (expected: wait for the first one's answer)",
                    turn);
        } else if (!command.replace() && taken(ticket).isPresent()) {
            fail(command.request(), nameTaken(taken(ticket).get()), turn);
        } else {
            dial(command.request(), keysFor(ticket), ticket, turn);
        }
    }

    private void dial(long request, StoredEquipment equipment, Ticket ticket, Turn turn) {
        Optional<Protection> protection = kit.protection(equipment);
        if (protection.isEmpty()) {
            fail(request, equipment.notAllowed(kit.settings().protections()), turn);
            return;
        }
        PendingJoin join =
                new PendingJoin(request, equipment, protection.get(), ticket.code(), new ServerRoute(ticket.servers()));
        underWay.put(join.id(), join);
        unfinished.put(join.id(), equipment);
        new JoinErrand(kit, errands, join, this).begin(turn);
    }

    void resolved(AcceptorEvent.Resolved event) {
        underWay.values().forEach(join -> join.servers().found(event.server(), event.addresses()));
    }

    void enrolled(PendingJoin join, StoredEquipment enrolled, long serverTime, Turn turn) {
        underWay.remove(join.id());
        unfinished.remove(join.id());
        kit.time(enrolled).learn(Instant.ofEpochSecond(serverTime), turn.now());
        List<Change> changes = new ArrayList<>();
        changes.add(Records.equipment(enrolled));
        changes.add(Records.noJoin(enrolled.id()));
        Optional<Equipment> before = household.find(enrolled.id());
        if (before.isEmpty() || !before.get().self().key().equals(enrolled.key())) {
            before.ifPresent(old -> {
                changes.addAll(household.forget(old, turn));
                rings.cut(old.id(), call -> true, "the equipment has joined anew", turn);
            });
            household.add(enrolled, join.servers());
        }
        turn.persist(changes, new AcceptorAction.Completed(join.request(), enrolled.id()));
    }

    /** The keys stay on disk: the same string may be tried again, and must then come from the same key. */
    void failed(PendingJoin join, String why, String next, Turn turn) {
        underWay.remove(join.id());
        fail(join.request(), "join of " + join.id() + ": " + why + "; next: " + next, turn);
    }

    /** Equipment that would have to make room: of that name, and not by this very string. */
    private Optional<Equipment> taken(Ticket ticket) {
        return household.find(ticket.id()).filter(known -> !sameString(known.self(), ticket));
    }

    private static boolean sameString(StoredEquipment known, Ticket ticket) {
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
                .or(() ->
                        household.find(ticket.id()).map(Equipment::self).filter(joined -> sameString(joined, ticket)));
        return before.map(known -> known.with(ticket))
                .orElseGet(() -> StoredEquipment.create(ticket, kit.primitives()));
    }

    private static void fail(long request, String message, Turn turn) {
        turn.act(new AcceptorAction.Failed(request, message));
    }
}
