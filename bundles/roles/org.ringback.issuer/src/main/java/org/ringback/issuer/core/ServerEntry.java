package org.ringback.issuer.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.PlausibleClock;
import org.ringback.spi.ServerPins;

/**
 * How to reach a server and recognise it. Immutable.
 *
 * @param servers {@code host:port}, in the order in which to try them
 * @param pins the authorities that may vouch for it
 * @param protections the protections of connections with it that the enrolment allows
 * @param notBefore a time that is proved to have passed; its certificates are never checked for an earlier time
 */
record ServerEntry(List<String> servers, ServerPins pins, Set<ProtectionId> protections, Instant notBefore) {
    ServerEntry {
        protections = Set.copyOf(protections);
    }

    /**
     * The time for checking the server's certificates: the clock's, or {@code notBefore} if the clock is not plausible.
     */
    Instant time(Instant clock) {
        return PlausibleClock.time(clock, notBefore);
    }

    ServerEntry with(Set<ProtectionId> enrolled) {
        return new ServerEntry(servers, pins, enrolled, notBefore);
    }
}
