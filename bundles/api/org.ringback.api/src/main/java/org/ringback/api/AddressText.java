package org.ringback.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Addresses as people read and write them: IPv6 in its one short form (RFC 5952), no name. Stateless. */
public final class AddressText {
    private static final int GROUPS = 8;
    private static final int GROUP_MASK = 0xFFFF;

    private AddressText() {}

    /**
     * Prints address and port.
     *
     * @param address resolved
     * @return {@code 192.0.2.1:3478} or {@code [2001:db8::1]:3478}
     */
    public static String print(InetSocketAddress address) {
        String host = print(address.getAddress());
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * Prints an address.
     *
     * @param address IPv4 or IPv6, the latter with its zone if it has one
     * @return {@code 192.0.2.1}, {@code 2001:db8::1} or {@code fe80::1%eth0}
     */
    public static String print(InetAddress address) {
        String plain = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return plain;
        }
        int zone = plain.indexOf('%');
        return shortForm(address.getAddress()) + (zone < 0 ? "" : plain.substring(zone));
    }

    /** The longest run of zero groups, the first of several, gives way to "::"; a single one does not (§4.2). */
    private static String shortForm(byte[] bytes) {
        ByteBuffer groups = ByteBuffer.wrap(bytes);
        int gap = 0;
        int gapLength = 1;
        for (int from = 0; from < GROUPS; from++) {
            int length = zeros(groups, from);
            if (length > gapLength) {
                gap = from;
                gapLength = length;
            }
        }
        if (gapLength == 1) {
            return join(groups, 0, GROUPS);
        }
        return join(groups, 0, gap) + "::" + join(groups, gap + gapLength, GROUPS);
    }

    private static int zeros(ByteBuffer groups, int from) {
        int end = from;
        while (end < GROUPS && groups.getShort(end * Short.BYTES) == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(ByteBuffer groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups.getShort(i * Short.BYTES) & GROUP_MASK));
        }
        return text.toString();
    }
}
