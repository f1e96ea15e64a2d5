package org.ringback.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.ServerPins;

/**
 * How a device reaches its server and recognises it. Immutable, except for the addresses in the route.
 *
 * @param route the addresses, shared with others who dial this server
 * @param role the role in which the device dials
 * @param identity the device's identity, encoded
 * @param pins the authorities that may vouch for the server
 * @param by the protection of every connection
 * @param local the local address to dial from; empty leaves it to the system
 * @param sharedPort whether there will be a listener on the local port
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
                local.map(ours -> new InetSocketAddress(ours, 0)),
                sharedPort,
                new SessionPlan.ToServer(by, identity, role, pins, to.host(), time));
    }
}
