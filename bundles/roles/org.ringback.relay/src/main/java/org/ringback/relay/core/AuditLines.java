package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Metrics;

/**
 * Lines of the audit log for what nobody does at this server's shell: a device joins, or a string is used by a second
 * key. Gateways make invitations as they like, so what comes of these is recorded {@link #A_DAY} times a day at most,
 * and the last of these lines says so; a day begins with its first line. Not thread-safe.
 */
final class AuditLines {
    /** Lines in a day of what came of invitations. */
    static final int A_DAY = 1_000;

    private static final Duration DAY = Duration.ofDays(1);

    private final Metrics metrics;
    private long until;
    private int lines;

    AuditLines(Metrics metrics) {
        this.metrics = metrics;
    }

    /** The line of a device that used a code for the first time; empty if there were too many. */
    Optional<RelayAction> joined(Peer peer, OneTimeCode code, Device device, boolean enrolled, Moment now) {
        return line(
                "join",
                device.id().value(),
                device.id()
                        + (device.role() == Role.ISSUER ? ", an issuer" : ", equipment")
                        + code.equipment()
                                .map(equipment -> ", for " + equipment)
                                .orElse(""),
                peer,
                enrolled
                        ? "enrolled, with the key " + device.key().shortForm()
                        : "enrolled before, and may ask for it now",
                code,
                now);
    }

    /** The line of what ended because a second key used a code; empty if there were too many. */
    Optional<RelayAction> usedTwice(Peer peer, OneTimeCode code, OneTimeCode.Use first, Moment now) {
        return line(
                "suspend",
                AuditEntry.PROGRAM,
                first.id()
                        + code.equipment()
                                .map(equipment -> ", for " + equipment)
                                .orElse(""),
                peer,
                "its string was used by a second key, " + peer.facts.key().shortForm() + ": "
                        + (first.enrolled() ? "suspended" : "its permission ended"),
                code,
                now);
    }

    private Optional<RelayAction> line(
            String what, String who, String object, Peer peer, String outcome, OneTimeCode code, Moment now) {
        boolean last = false;
        if (code.equipment().isPresent()) {
            if (lines == 0 || now.nanos() - until >= 0) {
                until = now.plus(DAY);
                lines = 0;
            }
            lines++;
            last = lines == A_DAY;
            if (lines > A_DAY) {
                metrics.count(RelayMetric.AUDIT_LEFT_OUT);
                return Optional.empty();
            }
        }
        return Optional.of(new RelayAction.Recorded(new AuditEntry(
                what,
                who,
                object,
                AddressText.print(peer.facts.remote()),
                outcome
                        + (last
                                ? "; what more comes of invitations in this day is only counted, as audit.left-out"
                                : ""))));
    }
}
