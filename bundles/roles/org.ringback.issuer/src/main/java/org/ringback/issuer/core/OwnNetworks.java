package org.ringback.issuer.core;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.ringback.api.net.Network;

/**
 * Where this machine is, as its interfaces tell. Immutable.
 *
 * @param addresses its own addresses
 * @param networks those that its interfaces are on
 */
public record OwnNetworks(Set<InetAddress> addresses, List<Network> networks) {
    /** What is known where the system tells nothing: no gateway is dialled then. */
    public static final OwnNetworks UNKNOWN = new OwnNetworks(Set.of(), List.of());

    /** Copies the collections. */
    public OwnNetworks {
        addresses = Set.copyOf(addresses);
        networks = List.copyOf(networks);
    }
}
