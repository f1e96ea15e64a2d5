package org.ringback.audit.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.ringback.api.audit.AuditEntry;

/** Something to be recorded, and when it happened, to the millisecond. Immutable. */
record Act(Instant when, AuditEntry entry) {
    /** Drops what is less than a millisecond. */
    Act {
        when = when.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What the log says of itself. */
    static Act ofTheLog(Instant when, String outcome) {
        return new Act(when, new AuditEntry("audit", AuditEntry.PROGRAM, "audit log", AuditEntry.PROGRAM, outcome));
    }
}
