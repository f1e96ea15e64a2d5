package org.ringback.issuer.core;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * One address of a server, resolved. Immutable.
 *
 * @param host the configured name or address, which the server's certificate must carry
 * @param address where to dial
 */
public record ServerAddress(String host, InetSocketAddress address) {
    /** {@return whether it is an IPv6 address} */
    boolean ipv6() {
        return address.getAddress() instanceof Inet6Address;
    }

    /** {@return the address family in a person's words} */
    String family() {
        return ipv6() ? "IPv6" : "IPv4";
    }
}
