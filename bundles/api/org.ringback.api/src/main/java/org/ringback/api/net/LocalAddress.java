package org.ringback.api.net;

import java.net.InetSocketAddress;

/** The address of this machine that a person types for a port. Stateless. */
public final class LocalAddress {
    private static final String LOCALHOST = "localhost:";
    private static final String LOOPBACK = "127.0.0.1:";

    private LocalAddress() {}

    /**
     * Reads {@code HOST:PORT} or {@code PORT} with a literal address; nothing is looked up.
     *
     * @param field is named where it is refused
     * @param text what was typed
     * @return the address
     * @throws IllegalArgumentException {@code field: value (expected: …)} if it is no loopback address with a port
     */
    public static InetSocketAddress read(String field, String text) {
        String named = text.startsWith(LOCALHOST) ? LOOPBACK + text.substring(LOCALHOST.length()) : text;
        return AddressText.readWithPort(named.contains(":") ? named : LOOPBACK + named)
                .filter(address -> address.getAddress().isLoopbackAddress())
                .orElseThrow(() -> new IllegalArgumentException(
                        field + ": " + text + " (expected: a loopback address and port, for example 127.0.0.1:8080)"));
    }
}
