package org.ringback.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.ringback.api.net.Network;

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
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

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

    /** A network in words: its address and how many bits of that it is. */
    static String text(long network) {
        long family = network(IPV4);
        boolean ipv4 = (network & family) == family;
        byte[] bytes = ipv4
                ? ByteBuffer.allocate(IPV4_BYTES)
                        .putInt((int) (network << Byte.SIZE))
                        .array()
                : ByteBuffer.allocate(IPV6_BYTES).putLong(network << Byte.SIZE).array();
        int bits = (ipv4 ? bytes.length : HOST_BYTES) * Byte.SIZE - Byte.SIZE;
        return Network.of(bytes, bits).toString();
    }

    /** The network of a host: in both families the last 8 bits distinguish the hosts of one network. */
    static long network(long host) {
        return host >> Byte.SIZE;
    }
}
