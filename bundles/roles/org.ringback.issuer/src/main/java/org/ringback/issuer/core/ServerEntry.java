package org.ringback.issuer.core;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.PlausibleClock;
import org.ringback.spi.ServerPins;

/**
 * How to come to a server and know it. Immutable.
 *
 * @param servers {@code host:port}, in the order in which they are tried
 * @param pins the authorities that may vouch for it
 * @param protections how connections with it may be protected: what the enrolment allows
 * @param notBefore a time that is proved to have passed: the least that its dates are compared with
 */
record ServerEntry(List<String> servers, ServerPins pins, Set<ProtectionId> protections, Instant notBefore) {
    ServerEntry {
        protections = Set.copyOf(protections);
    }

    /** The time to compare the server's dates with: what is proved to have passed, only where the clock is not plausible. */
    Instant time(Instant clock) {
        return PlausibleClock.time(clock, notBefore);
    }

    ServerEntry with(Set<ProtectionId> enrolled) {
        return new ServerEntry(servers, pins, enrolled, notBefore);
    }

    /** Whether two enrolments are with one server: an authority vouches for both. */
    boolean sameServer(ServerPins others) {
        return !Collections.disjoint(pins.authorities(), others.authorities());
    }
}
