package org.ringback.api.net;

import java.net.InetSocketAddress;

/** Reads the loopback address that a person types for a local port. Stateless. */
public final class LocalAddress {
    private static final String LOCALHOST = "localhost:";
    private static final String LOOPBACK = "127.0.0.1:";

    private LocalAddress() {}

    /**
     * Reads {@code HOST:PORT}, with HOST a literal address, or {@code PORT} alone; resolves nothing.
     *
     * @param field the field that a refusal names
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
