package org.ringback.kernel;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.ringback.api.net.HostPort;

/**
 * One address of a server. Immutable.
 *
 * @param server {@code host:port} as the enrolment names it
 * @param address where to dial, resolved
 */
public record ServerAddress(String server, InetSocketAddress address) {
    /** {@return the name or address that the server's certificate must carry, without port and brackets} */
    public String host() {
        return HostPort.parse(server).host();
    }

    /** {@return whether it is an IPv6 address} */
    public boolean ipv6() {
        return address.getAddress() instanceof Inet6Address;
    }

    /** {@return the address family in a person's words} */
    public String family() {
        return ipv6() ? "IPv6" : "IPv4";
    }

    /** {@return the family that it is not of, in a person's words} */
    public String otherFamily() {
        return ipv6() ? "IPv4" : "IPv6";
    }
}
