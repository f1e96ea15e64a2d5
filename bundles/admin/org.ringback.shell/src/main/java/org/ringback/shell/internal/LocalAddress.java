package org.ringback.shell.internal;

import java.net.InetSocketAddress;
import org.ringback.api.net.AddressText;

/** The address of this machine that a person types for a port. Stateless. */
final class LocalAddress {
    private static final String LOCALHOST = "localhost:";
    private static final String LOOPBACK = "127.0.0.1:";

    private LocalAddress() {}

    /** Reads {@code HOST:PORT} or {@code PORT} with a literal address; nothing is looked up. */
    static InetSocketAddress read(String field, String text) {
        String named = text.startsWith(LOCALHOST) ? LOOPBACK + text.substring(LOCALHOST.length()) : text;
        return AddressText.readWithPort(named.contains(":") ? named : LOOPBACK + named)
                .filter(address -> address.getAddress().isLoopbackAddress())
                .orElseThrow(() -> bad(field, text));
    }

    private static CommandFailure bad(String field, String text) {
        return CommandFailure.usage(
                field + ": " + text + " (expected: a loopback address and port, for example 127.0.0.1:8080)");
    }
}
