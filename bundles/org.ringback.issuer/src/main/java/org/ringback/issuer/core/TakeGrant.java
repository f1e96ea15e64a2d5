package org.ringback.issuer.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.crypto.Grant;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Ticket;
import org.ringback.issuer.core.IssuerAction.Completed;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.store.Change;

/** Enrols with a grant string: the grant is kept once the server knows this issuer. Belongs to the core's thread. */
record TakeGrant(Grant grant, IssuerRecords records) implements EnrolPurpose {
    /** Reads the string; what is wrong with it comes as IllegalArgumentException in words. */
    static TakeGrant read(String text, Moment now, Bench bench) {
        Grant grant = bench.crypto().strings().grant(text);
        Ticket invitation = grant.invitation();
        if (invitation.role() != Role.ISSUER) {
            throw new IllegalArgumentException("grant string: role " + invitation.role() + " (expected: ISSUER)");
        }
        if (EnrolPurpose.time(invitation, now).isAfter(grant.useBy())) {
            throw new IllegalArgumentException("grant string: was to be used by " + grant.useBy()
                    + " (expected: a fresh one, which its owner prints with grant)");
        }
        if (bench.records().full() && bench.records().grant(grant.equipment()).isEmpty()) {
            throw new IllegalArgumentException(
                    "grants: " + IssuerRecords.MAX_GRANTS + " are kept already (expected: at most that many)");
        }
        return new TakeGrant(grant, bench.records());
    }

    @Override
    public Ticket ticket() {
        return grant.invitation();
    }

    @Override
    public IssuerAction enrolled(long request, EquipmentId self, Set<Protection> protections, Instant since) {
        GrantRecord record = GrantRecord.of(grant, self, protections, since);
        List<Change> changes = new ArrayList<>(records.keep(record));
        changes.addAll(records.enrolled(record.route().pins(), protections));
        return new Persist(changes, List.of(new Completed(request, records.shown(record))));
    }

    @Override
    public String refused(int code) {
        return Words.grantRefused(code);
    }

    @Override
    public String notDone() {
        return "grant for " + grant.equipment() + " not taken";
    }
}
