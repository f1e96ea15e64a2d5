package org.ringback.kernel;

import java.net.InetSocketAddress;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;

/**
 * One row of the equipment list: a device and its address. Immutable.
 *
 * @param id the equipment, or the issuer while its first TCP connection stands
 * @param role which of the two
 * @param address IP address and port as the server observed them
 * @param socket the server's own address that the registration came to; answers leave from it
 * @param since monotonic nanoseconds of the first registration from this address
 * @param refreshed monotonic nanoseconds of the latest one
 * @param expires monotonic nanoseconds at which the row ends unless refreshed
 */
public record Registration(
        EquipmentId id,
        Role role,
        InetSocketAddress address,
        InetSocketAddress socket,
        long since,
        long refreshed,
        long expires) {}
