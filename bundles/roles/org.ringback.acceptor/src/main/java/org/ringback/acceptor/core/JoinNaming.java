package org.ringback.acceptor.core;

import java.util.Optional;
import java.util.stream.Stream;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.RefusedException;
import org.ringback.spi.Ticket;

/** Decides under which local name a string joins, and so which equipment it would replace. */
record JoinNaming(EquipmentTable table) {
    /**
     * The local name for a string.
     *
     * @param ticket the string
     * @param as what the owner wants; empty for the name that the same enrolment has here, else for the ID
     * @return the name
     * @throws RefusedException if the same enrolment has another name here than the owner wants
     */
    EquipmentId name(Ticket ticket, Optional<EquipmentId> as) throws RefusedException {
        // A server has one enrolment of an ID: what joins anew is the same equipment, whatever it is named here.
        Optional<EquipmentId> here = sameServer(ticket)
                .filter(known -> sameString(known.self(), ticket))
                .findAny()
                .or(() -> sameServer(ticket).findAny())
                .map(Equipment::name);
        if (here.isPresent() && as.isPresent() && !as.equals(here)) {
            throw new RefusedException("--as: " + ticket.id() + " of that server is here as '" + here.get()
                    + "' (expected: join without it; then, for another name, rename " + here.get() + " " + as.get()
                    + "); nothing was changed");
        }
        return here.or(() -> as).orElse(ticket.id());
    }

    private Stream<Equipment> sameServer(Ticket ticket) {
        return table.all().stream().filter(known -> sameServer(known.self(), ticket));
    }

    private static boolean sameServer(StoredEquipment known, Ticket ticket) {
        return known.id().equals(ticket.id()) && known.pins().sameServer(ticket.pins());
    }

    static boolean sameString(StoredEquipment known, Ticket ticket) {
        // [REG-17] The same enrolment string (code ID and pins) again uses the same keys
        return known.id().equals(ticket.id())
                && known.codeId() == ticket.codeId()
                && known.pins().equals(ticket.pins());
    }

    /** The refusal of another string under the name of equipment that is here. */
    static String taken(Equipment known, Ticket ticket) {
        long grants = known.grants().stream().filter(grant -> !grant.over()).count();
        return "equipment: '" + known.name() + "' is of this gateway already, enrolled "
                + (known.name().equals(known.id()) ? "" : "as " + known.id() + " ") + "with "
                + String.join(", ", known.self().servers()) + " (expected: "
                + (sameServer(known.self(), ticket) ? "a string for another ID" : "another name here, join --as NAME")
                + "; or, to enrol it anew, join --replace: its keys"
                + (known.password().isPresent() ? ", its password" : "") + " and " + Amount.of(grants, "grant")
                + " go); nothing was changed";
    }
}
