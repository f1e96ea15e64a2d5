package org.ringback.api.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/** Prints and reads IP addresses: IPv6 in the canonical form of RFC 5952. Names are no addresses here. Stateless. */
public final class AddressText {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int MAX_PORT = 65_535;
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

    /**
     * Reads an address; never asks a name server.
     *
     * @param text IPv4 in four decimal numbers without leading zeros, or IPv6 (RFC 4291 §2.2) without brackets and zone
     * @return the address, or empty if it is none
     */
    public static Optional<InetAddress> read(String text) {
        boolean ipv4 = IPV4.matcher(text).matches() && !text.endsWith(".");
        if (!ipv4 && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // In brackets, getByName reads a literal or refuses it, but looks nothing up.
            return Optional.of(InetAddress.getByName(ipv4 ? text : "[" + text + "]"));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads address and port; never asks a name server.
     *
     * @param text such as {@code 192.0.2.1:3478} or {@code [2001:db8::1]:3478}; port 0 to 65535
     * @return both, or empty if it is none
     */
    public static Optional<InetSocketAddress> readWithPort(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        if (brackets != host.contains(":") || !text.substring(colon + 1).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        return read(brackets ? host.substring(1, host.length() - 1) : host)
                .filter(address -> port <= MAX_PORT)
                .map(address -> new InetSocketAddress(address, port));
    }

    /**
     * Prints IPv6 with "::" for the longest run of zero groups, the first of equal ones, but not for a single group
     * (RFC 5952 §4.2).
     */
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
