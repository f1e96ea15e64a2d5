package org.ringback.audit.internal;

import java.util.Optional;
import org.ringback.api.audit.AuditEntry;

/** A person's word that a damage of the log is known: a line of the log itself, so that nobody forges one. Stateless. */
final class Acknowledgement {
    private static final String WHAT = "clear-alarm";
    private static final String OBJECT = "audit log";
    private static final String SAYS = "acknowledged: ";

    private Acknowledgement() {}

    /** {@return the line's entry} */
    static AuditEntry of(String damage) {
        return new AuditEntry(WHAT, AuditEntry.console(), OBJECT, AuditEntry.LOCAL_SOCKET, SAYS + damage);
    }

    /** {@return what an entry acknowledges; empty if it acknowledges nothing} */
    static Optional<String> read(AuditEntry entry) {
        return entry.what().equals(WHAT)
                        && entry.object().equals(OBJECT)
                        && entry.outcome().startsWith(SAYS)
                ? Optional.of(entry.outcome().substring(SAYS.length()))
                : Optional.empty();
    }

    /** {@return a damage as its acknowledgement would have it, which cuts what is too long} */
    static String kept(String damage) {
        return of(damage).outcome().substring(SAYS.length());
    }
}
