package org.ringback.audit.internal;

import org.ringback.api.limits.Limit;

/** The limits of the audit log that somebody could reach. */
final class AuditLimit {
    private static final String AT = "audit";

    static final Limit WAITING = new Limit("acts that wait for the disk", AT);
    static final Limit RINGS = new Limit("lines of rings today", AT);
    static final Limit RINGS_OF_PERSON = new Limit("lines of one person's rings", AT);

    private AuditLimit() {}
}
