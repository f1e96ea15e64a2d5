package org.ringback.issuer.core;

import java.time.Instant;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Ticket;
import org.ringback.issuer.core.IssuerAction.Completed;

/**
 * Enrols with the operator's enrolment string: before the first grant, or again after a suspension. Only the key is
 * kept, and it is on disk already; grants stay as they are. Immutable.
 */
record Join(Ticket ticket) implements EnrolPurpose {
    /** Reads the string; what is wrong with it comes as IllegalArgumentException in words. */
    static Join read(String text, Bench bench) {
        Ticket ticket = bench.crypto().strings().ticket(text);
        if (ticket.role() != Role.ISSUER) {
            throw new IllegalArgumentException(
                    "this string enrols a piece of equipment (expected: one for an issuer); give it to the gateway");
        }
        return new Join(ticket);
    }

    @Override
    public IssuerAction enrolled(long request, EquipmentId self, Protection used, Instant since) {
        return new Completed(request, self);
    }

    @Override
    public String refused(int code) {
        return Words.joinRefused(code, ticket.id());
    }

    @Override
    public String notDone() {
        return ticket.id() + " not enrolled";
    }
}
