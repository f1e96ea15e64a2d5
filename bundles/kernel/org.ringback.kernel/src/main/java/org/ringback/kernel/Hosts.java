package org.ringback.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Turns addresses into numbers, which cost little memory: a host is an IPv4 address or an IPv6 /64; its network is the
 * /24 or /56 around it. Stateless.
 */
final class Hosts {
    /**
     * The upper bits of an IPv4 host. As an IPv6 prefix they would be multicast, which is never a source (RFC 4291
     * §2.7), so an IPv4 host never equals an IPv6 one.
     */
    private static final long IPV4 = 0xFF00_0000_0000_0000L;

    private static final int HOST_BYTES = 8;

    private Hosts() {}

    /** The host of an address: roughly one household. */
    static long host(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean ipv4 = address instanceof Inet4Address;
        long host = 0;
        for (int i = 0; i < (ipv4 ? bytes.length : HOST_BYTES); i++) {
            host = host << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
        }
        return ipv4 ? IPV4 | host : host;
    }

    /** The network of a host: in both families the last 8 bits distinguish the hosts of one network. */
    static long network(long host) {
        return host >> Byte.SIZE;
    }
}
