package org.ringback.issuer.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.kernel.Turn;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.EndedEnrolment;

/**
 * Enrols with the operator's enrolment string: before the first grant, or again after a suspension or revocation. The
 * key is on disk already; in the grants of this server only the protections change. Belongs to the core's thread.
 */
record Join(Request<EquipmentId> request, Ticket ticket, IssuerRecords records) implements EnrolPurpose {
    /** Reads the string; throws IllegalArgumentException, in words, if it is wrong. */
    static Join read(IssuerEvent.Join command, Context context) {
        Ticket ticket = context.crypto().strings().ticket(command.enrolmentString());
        if (ticket.role() != Role.ISSUER) {
            throw new IllegalArgumentException(
                    "this string enrols a piece of equipment (expected: one for an issuer); give it to the gateway");
        }
        return new Join(command.request(), ticket, context.records());
    }

    @Override
    public void enrolled(EquipmentId self, Set<ProtectionId> protections, Instant since, Turn turn) {
        Action completed = new Action.Completed<>(request, self);
        List<Change> changes = records.enrolled(ticket.pins(), protections);
        if (changes.isEmpty()) {
            turn.act(completed);
        } else {
            turn.persist(changes, completed);
        }
    }

    @Override
    public boolean fromOperator() {
        return true;
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
