package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;

/**
 * One row of a server's equipment list: a device and its address. Immutable.
 *
 * @param id the equipment, or the issuer while its first TCP connection stands
 * @param role which of the two
 * @param address IP address and port as the server observed them
 * @param socket the server's own address that the registration came to
 * @param since when it first registered from this address
 * @param refreshed when it last registered
 * @param expires when the row ends unless refreshed; empty if it ends with its connection
 * @param paths what rings showed of the paths to it
 */
public record RegisteredDevice(
        EquipmentId id,
        Role role,
        InetSocketAddress address,
        InetSocketAddress socket,
        Instant since,
        Instant refreshed,
        Optional<Instant> expires,
        SeenPaths paths) {}
