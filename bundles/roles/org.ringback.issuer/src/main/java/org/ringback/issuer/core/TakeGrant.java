package org.ringback.issuer.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
record TakeGrant(Request<GrantedEquipment> request, Grant grant, IssuerRecords records, LatestRefusals refusals)
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
        if (context.records().full()
                && context.records().grant(grant.equipment()).isEmpty()) {
            throw new IllegalArgumentException(
                    "grants: " + IssuerRecords.MAX_GRANTS + " are kept already (expected: at most that many)");
        }
        if (!command.replace()) {
            context.records()
                    .grant(grant.equipment())
                    .flatMap(kept -> kept(kept, grant))
                    .ifPresent(why -> {
                        throw new IllegalArgumentException(why);
                    });
        }
        return new TakeGrant(command.request(), grant, context.records(), context.refusals());
    }

    /**
     * Why the kept grant is not replaced: a string for other equipment, or an older string, replaces it only on
     * request.
     */
    private static Optional<String> kept(GrantRecord kept, Grant grant) {
        // [ISS-15] one for equipment of another key under that ID is refused at home, unless the person asks for it.
        if (!kept.identity().equals(grant.identity())) {
            return Optional.of("equipment: the grant that is kept for '" + kept.equipment() + "' is of another key, "
                    + kept.identity().shortForm() + " at "
                    + String.join(", ", kept.route().servers())
                    + " (expected: a grant of that equipment; or, if its owner enrolled it anew or this one is to take"
                    + " its place, accept-grant --replace: the old grant and the password kept for it go); nothing was"
                    + " changed");
        }
        Instant made = grant.invitation().made().truncatedTo(ChronoUnit.SECONDS);
        return kept.made()
                .filter(made::isBefore)
                .map(later -> "grant string: made at " + made + ", before the one that is kept for '" + kept.equipment()
                        + "', " + later + " (expected: a newer one; or, if this is the right one all the same,"
                        + " accept-grant --replace); nothing was changed");
    }

    @Override
    public Ticket ticket() {
        return grant.invitation();
    }

    @Override
    public void enrolled(EquipmentId self, Set<ProtectionId> protections, Instant since, Turn turn) {
        GrantRecord record = GrantRecord.of(grant, self, protections, since);
        refusals.forget(grant.equipment());
        List<Change> changes = new ArrayList<>(records.keep(record));
        changes.addAll(records.enrolled(record.route().pins(), protections));
        turn.persist(changes, new Action.Completed<>(request, records.shown(record)));
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
