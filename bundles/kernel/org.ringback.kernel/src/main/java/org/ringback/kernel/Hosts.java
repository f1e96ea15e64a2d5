package org.ringback.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Addresses as numbers, so that they cost little to count: a host is an IPv4 address or an IPv6 /64, its network the /24
 * or /56 around it. Stateless.
 */
final class Hosts {
    /** No source is a multicast address (RFC 4291 §2.7), so that an IPv4 host is never taken for an IPv6 one. */
    private static final long IPV4 = 0xFF00_0000_0000_0000L;

    private static final int HOST_BYTES = 8;

    private Hosts() {}

    /** Who: one household, as far as an address tells. */
    static long host(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean ipv4 = address instanceof Inet4Address;
        long host = 0;
        for (int i = 0; i < (ipv4 ? bytes.length : HOST_BYTES); i++) {
            host = host << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
        }
        return ipv4 ? IPV4 | host : host;
    }

    /** Whose neighbour: of either kind the last 8 bits tell hosts of one network apart. */
    static long network(long host) {
        return host >> Byte.SIZE;
    }
}
