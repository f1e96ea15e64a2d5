package org.ringback.api.audit;

import java.time.Instant;

/**
 * One line of the audit log. Immutable.
 *
 * @param number its number: each line has the next one
 * @param when when it was recorded, by this machine's clock
 * @param entry what it says
 */
public record AuditLine(long number, Instant when, AuditEntry entry) {}
