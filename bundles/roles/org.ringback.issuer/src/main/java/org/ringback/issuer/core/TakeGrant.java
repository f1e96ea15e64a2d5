package org.ringback.issuer.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.kernel.Action;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.Request;
import org.ringback.kernel.Turn;
import org.ringback.spi.Grant;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.EndedEnrolment;

/**
 * Enrols with a grant string, and keeps the grant once the server has enrolled this issuer. Belongs to the core's
 * thread.
 */
record TakeGrant(
        Request<GrantedEquipment> request,
        Grant grant,
        boolean replace,
        Optional<EquipmentId> as,
        IssuerRecords records,
        LatestRefusals refusals)
        implements EnrolPurpose {
    /** Reads the string; throws IllegalArgumentException, in words, if it is wrong. */
    static TakeGrant read(IssuerEvent.AcceptGrant command, Moment now, Context context) {
        Grant grant = context.crypto().strings().grant(command.grantString());
        Ticket invitation = grant.invitation();
        if (invitation.role() != Role.ISSUER) {
            throw new IllegalArgumentException("grant string: role " + invitation.role() + " (expected: ISSUER)");
        }
        if (EnrolPurpose.time(invitation, now).isAfter(grant.useBy())) {
            throw new IllegalArgumentException(notTaken(grant) + ": " + Words.refusedGrant());
        }
        TakeGrant purpose = new TakeGrant(
                command.request(), grant, command.replace(), command.as(), context.records(), context.refusals());
        EquipmentNames names = purpose.names();
        if (context.records().full() && context.records().grant(names.name()).isEmpty()) {
            throw new IllegalArgumentException(
                    "grants: " + IssuerRecords.MAX_GRANTS + " are kept already (expected: at most that many)");
        }
        return purpose;
    }

    /** Under which names it is to be kept; throws IllegalArgumentException, in words, if it may not be. */
    private EquipmentNames names() {
        return new GrantNaming(records).names(grant, as, replace);
    }

    @Override
    public Ticket ticket() {
        return grant.invitation();
    }

    @Override
    public void enrolled(EquipmentId self, Set<ProtectionId> protections, Instant since, Turn turn) {
        EquipmentNames names;
        try {
            names = names();
        } catch (IllegalArgumentException e) {
            // Another command took the name while this one waited for the server.
            turn.act(new Action.Refused(request, String.valueOf(e.getMessage())));
            return;
        }
        GrantRecord record = GrantRecord.of(grant, names, self, protections, since);
        refusals.forget(record.name());
        List<Change> changes = new ArrayList<>(records.keep(record));
        changes.addAll(records.enrolled(record.route().pins(), protections));
        turn.persist(changes, new Action.Completed<>(request, records.shown(record, refusals)));
    }

    @Override
    public boolean fromOperator() {
        return false;
    }

    @Override
    public String refused(int code, Optional<EndedEnrolment> ended) {
        return Words.grantRefused(code, ended);
    }

    @Override
    public String ofOtherServer() {
        return "the server may have been set up anew since: ask the owner of " + grant.equipment()
                + " for a new grant; if it was not, something else is at its address";
    }

    @Override
    public String notDone() {
        return notTaken(grant);
    }

    private static String notTaken(Grant grant) {
        return "grant for " + grant.equipment() + " not taken";
    }
}
