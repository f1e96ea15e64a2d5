package org.ringback.acceptor.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Looks up {@code host:port}. Blocks while the system's resolver does. Stateless. */
final class Names {
    private static final int MAX_ADDRESSES = 8;
    private static final int MAX_PORT = 65_535;

    private Names() {}

    /** {@return its addresses in the resolver's order; empty if it has none or is no {@code host:port}} */
    static List<InetSocketAddress> find(String server) {
        int colon = server.lastIndexOf(':');
        try {
            int port = Integer.parseInt(server.substring(colon + 1));
            if (colon < 1 || port < 1 || port > MAX_PORT) {
                return List.of();
            }
            // getAllByName takes an IPv6 address in brackets as it is.
            return Stream.of(InetAddress.getAllByName(server.substring(0, colon)))
                    .limit(MAX_ADDRESSES)
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (NumberFormatException | UnknownHostException e) {
            return List.of();
        }
    }
}
