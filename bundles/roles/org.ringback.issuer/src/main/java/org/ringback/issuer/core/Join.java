package org.ringback.issuer.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.issuer.core.IssuerAction.Completed;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.EndedEnrolment;

/**
 * Enrols with the operator's enrolment string: before the first grant, or again after a suspension or a revocation. The
 * key is on disk already; of the grants of this server only the protections change with the enrolment. Belongs to the core's thread.
 */
record Join(Ticket ticket, IssuerRecords records) implements EnrolPurpose {
    /** Reads the string; what is wrong with it comes as IllegalArgumentException in words. */
    static Join read(String text, Bench bench) {
        Ticket ticket = bench.crypto().strings().ticket(text);
        if (ticket.role() != Role.ISSUER) {
            throw new IllegalArgumentException(
                    "this string enrols a piece of equipment (expected: one for an issuer); give it to the gateway");
        }
        return new Join(ticket, bench.records());
    }

    @Override
    public IssuerAction enrolled(long request, EquipmentId self, Set<Protection> protections, Instant since) {
        Completed completed = new Completed(request, self);
        List<Change> changes = records.enrolled(ticket.pins(), protections);
        return changes.isEmpty() ? completed : new Persist(changes, List.of(completed));
    }

    @Override
    public boolean takesNewKey() {
        return true;
    }

    @Override
    public boolean leavesEnrolment() {
        return false;
    }

    @Override
    public String refused(int code, Optional<EndedEnrolment> ended) {
        return Words.joinRefused(code, ended, ticket.id());
    }

    @Override
    public String ofOtherServer() {
        return "the server may have been set up anew since: ask its operator for a fresh string (enrol " + ticket.id()
                + " --issuer) and give it to join; if it was not, something else is at its address";
    }

    @Override
    public String notDone() {
        return ticket.id() + " not enrolled";
    }
}
