package org.ringback.issuer.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.ringback.api.Protection;
import org.ringback.kernel.PlausibleClock;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerRoute;

/**
 * How a task comes to its server. Immutable, but for what is known of the addresses.
 *
 * @param known the addresses, shared with other tasks
 * @param route whom to expect there
 * @param protection of every connection, the one chosen
 * @param self who dials
 * @param local the local address to dial from; empty leaves it to the system
 * @param sharedPort whether a listener will stand on the local port
 * @param time for the dates of the server's chain
 */
record ServerPlan(
        ServerRoute known,
        Route route,
        Protection protection,
        IssuerKey self,
        Optional<InetAddress> local,
        boolean sharedPort,
        Instant time) {
    /** Believes what is said to have passed only where the clock is not plausible. */
    ServerPlan {
        time = PlausibleClock.time(time, route.notBefore());
    }

    /** The same way for another key; nothing is known of the addresses, so nobody is dialled before names are asked. */
    ServerPlan with(IssuerKey other) {
        return new ServerPlan(new ServerRoute(route.servers()), route, protection, other, local, sharedPort, time);
    }

    /** The same way with another protection. */
    ServerPlan with(Protection other) {
        return new ServerPlan(known, route, other, self, local, sharedPort, time);
    }

    /** Whether an address can be dialled from the local one. */
    boolean allows(ServerAddress address) {
        return local.map(ours -> ours instanceof Inet6Address == address.ipv6()).orElse(true);
    }

    IssuerAction.DialServer dial(long connection, ServerAddress to) {
        return new IssuerAction.DialServer(connection, self, protection, route.pins(), to, local, sharedPort, time);
    }
}
