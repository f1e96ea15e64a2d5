package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ringback.api.net.Network;
import org.ringback.issuer.core.OwnNetworks;

/** Asks the system where this machine is, which takes a moment: off the loop. Stateless. */
final class InterfaceNetworks {
    private InterfaceNetworks() {}

    /** {@return the addresses and networks of all interfaces; nothing if the system does not tell} */
    static OwnNetworks look() {
        Set<InetAddress> addresses = new HashSet<>();
        List<Network> networks = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(one -> one.getInterfaceAddresses().stream())
                    .forEach(own -> {
                        addresses.add(own.getAddress());
                        add(own, networks);
                    });
        } catch (SocketException untold) {
            return OwnNetworks.UNKNOWN;
        }
        return new OwnNetworks(addresses, networks);
    }

    /** Adds the network of an address; a length of 0 is told where there is none. */
    private static void add(InterfaceAddress own, List<Network> networks) {
        if (own.getNetworkPrefixLength() > 0) {
            networks.add(Network.of(own.getAddress().getAddress(), own.getNetworkPrefixLength()));
        }
    }
}
