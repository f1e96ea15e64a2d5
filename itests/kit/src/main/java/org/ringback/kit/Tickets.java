package org.ringback.kit;

import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.spi.Ticket;

/** What an enrolment string says, with one thing changed. Stateless. */
public final class Tickets {
    private Tickets() {}

    /** {@return the same for a server that is reached at this address alone} */
    public static Ticket at(String address, Ticket made) {
        return with(List.of(address), made.id(), made);
    }

    /** {@return the same for another ID} */
    public static Ticket named(EquipmentId id, Ticket made) {
        return with(made.servers(), id, made);
    }

    private static Ticket with(List<String> servers, EquipmentId id, Ticket made) {
        return new Ticket(
                servers, made.pins(), made.protections(), id, made.role(), made.codeId(), made.code(), made.made());
    }
}
