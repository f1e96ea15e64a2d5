package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.HostPort;

/** Reads {@code host:port}; never asks a name server. Stateless. */
final class SocketAddresses {
    private SocketAddresses() {}

    /** An address of this machine to listen on; port 0 picks one. */
    static InetSocketAddress local(String key, String text) {
        InetSocketAddress address = AddressText.readWithPort(text)
                .orElseThrow(() -> bad(key, text, "IP address and port, like 192.0.2.1:3478 or [2001:db8::1]:3478"));
        if (address.getAddress().isAnyLocalAddress()) {
            throw bad(
                    key,
                    text,
                    "specific addresses, one for each interface; not the wildcard, as a wake-up must leave from the"
                            + " address that the registration came to");
        }
        return address;
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
