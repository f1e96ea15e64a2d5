package org.ringback.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.ServerPins;

/**
 * How a device comes to its server, and knows it. Immutable, but for what is known of the addresses.
 *
 * @param route the addresses, shared with others who come there
 * @param role as what the device dials
 * @param identity of the device, encoded
 * @param pins the authorities that may vouch for the server
 * @param by the protection of every connection, the one chosen
 * @param local the local address to dial from; empty leaves it to the system
 * @param sharedPort whether a listener will stand on the local port
 */
public record ServerWay(
        ServerRoute route,
        Role role,
        Secret identity,
        ServerPins pins,
        ProtectionId by,
        Optional<InetAddress> local,
        boolean sharedPort) {
    /**
     * Whether an address can be dialled from the local one.
     *
     * @param address which
     * @return false if it is of the other family
     */
    public boolean allows(ServerAddress address) {
        return local.map(ours -> ours instanceof Inet6Address == address.ipv6()).orElse(true);
    }

    Action.Dial dial(long connection, ServerAddress to, Instant time) {
        return new Action.Dial(
                connection,
                to.address(),
                local,
                sharedPort,
                new SessionPlan.ToServer(by, identity, role, pins, to.host(), time));
    }
}
