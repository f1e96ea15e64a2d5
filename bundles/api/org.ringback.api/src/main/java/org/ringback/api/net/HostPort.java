package org.ringback.api.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server's host and port. Immutable.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_ADDRESSES = 8;

    /**
     * Reads {@code host:port}, IPv6 addresses in brackets; resolves nothing.
     *
     * @param text as in strings and configurations
     * @return host and port
     * @throws IllegalArgumentException {@code value (expected: …)}
     */
    public static HostPort parse(String text) {
        Matcher form = FORM.matcher(text);
        boolean good = form.matches()
                && (form.group(1) == null || AddressText.read(form.group(1)).isPresent());
        int port = good ? Integer.parseInt(form.group(3)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: host and port, like ringback.example.org:3478 or [2001:db8::1]:3478)");
        }
        return new HostPort(form.group(1) == null ? form.group(2) : form.group(1), port);
    }

    /**
     * Resolves the host by the system's resolver, which may block.
     *
     * @return at most 8 addresses, in the resolver's order
     * @throws UnknownHostException if there is none
     */
    public List<InetSocketAddress> resolve() throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host))
                .limit(MAX_ADDRESSES)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
