package org.ringback.relay.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringback.kernel.HostPort;

/** Reads {@code host:port}; never asks a name server. Stateless. */
final class SocketAddresses {
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+):([0-9]{1,5})");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}");

    private SocketAddresses() {}

    /** An address of this machine to listen on; port 0 picks one. */
    static InetSocketAddress local(String key, String text) {
        Matcher form = FORM.matcher(text);
        boolean literal = form.matches()
                && (form.group(1).startsWith("[") || IPV4.matcher(form.group(1)).matches());
        int port = literal ? Integer.parseInt(form.group(2)) : -1;
        if (port < 0 || port > MAX_PORT) {
            throw bad(key, text, "IP address and port, like 192.0.2.1:3478 or [2001:db8::1]:3478");
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(form.group(1));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(key + ": '" + text + "' (expected: an IPv6 address in brackets)", e);
        }
        if (address.isAnyLocalAddress()) {
            throw bad(
                    key,
                    text,
                    "specific addresses, one for each interface; not the wildcard, as a wake-up must leave from the"
                            + " address that the registration came to");
        }
        return new InetSocketAddress(address, port);
    }

    /** Under what devices reach this server. */
    static String advertised(String key, String text) {
        try {
            HostPort.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    static IllegalArgumentException bad(String key, String value, String expected) {
        return new IllegalArgumentException(key + ": '" + value + "' (expected: " + expected + ")");
    }
}
