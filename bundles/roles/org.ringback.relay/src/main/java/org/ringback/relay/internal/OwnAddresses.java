package org.ringback.relay.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** The addresses behind a wildcard. Stateless. */
final class OwnAddresses {
    private OwnAddresses() {}

    /**
     * Names the addresses at which a listener takes connections; asks the system, which may block for a moment.
     *
     * @param bound where it is bound
     * @return that; for a wildcard address each address of its family that this machine has, in IPv6 of both
     */
    static List<InetSocketAddress> of(InetSocketAddress bound) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return List.of(bound);
        }
        boolean both = bound.getAddress() instanceof Inet6Address;
        List<InetSocketAddress> all = addresses()
                .filter(address -> both || !(address instanceof Inet6Address))
                .map(address -> new InetSocketAddress(address, bound.getPort()))
                .toList();
        return all.isEmpty() ? List.of(bound) : all;
    }

    private static Stream<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(OwnAddresses::up)
                    .flatMap(NetworkInterface::inetAddresses);
        } catch (SocketException e) {
            return Stream.of();
        }
    }

    private static boolean up(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
