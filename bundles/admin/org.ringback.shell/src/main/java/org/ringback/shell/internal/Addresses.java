package org.ringback.shell.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Socket addresses as people write them: IPv6 in brackets. Stateless. */
final class Addresses {
    private static final int IPV6_GROUPS = 8;

    private Addresses() {}

    static String print(InetSocketAddress address) {
        String host = host(address.getAddress());
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static String host(InetAddress address) {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? shortened(host) : host;
    }

    /** The longest run of zeros becomes "::" (RFC 5952 §4.2). */
    private static String shortened(String host) {
        for (int zeros = IPV6_GROUPS; zeros > 1; zeros--) {
            Matcher run = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|$|(?=%))")
                    .matcher(host);
            if (run.find()) {
                return run.replaceFirst("::");
            }
        }
        return host;
    }

    /** Reads {@code HOST:PORT} or {@code PORT} with a literal address; nothing is looked up. */
    static InetSocketAddress loopback(String field, String text) {
        String host = text.contains(":") ? text.substring(0, text.lastIndexOf(':')) : "127.0.0.1";
        String port = text.substring(text.lastIndexOf(':') + 1);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean local =
                bare.equals("localhost") || bare.equals("::1") || bare.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
        try {
            InetSocketAddress address = local
                    ? new InetSocketAddress(bare.equals("localhost") ? "127.0.0.1" : bare, Integer.parseInt(port))
                    : null;
            if (address != null && !address.isUnresolved()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw bad(field, text);
        }
        throw bad(field, text);
    }

    private static CommandFailure bad(String field, String text) {
        return CommandFailure.usage(
                field + ": " + text + " (expected: a loopback address and port, for example 127.0.0.1:8080)");
    }
}
