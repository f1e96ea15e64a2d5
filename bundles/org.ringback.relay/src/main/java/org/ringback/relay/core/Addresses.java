package org.ringback.relay.core;

import java.net.InetSocketAddress;

/** Addresses in words. Stateless. */
public final class Addresses {
    private Addresses() {}

    /**
     * Prints an address as people write it.
     *
     * @param address resolved
     * @return {@code 192.0.2.1:3478} or {@code [2001:db8::1]:3478}
     */
    public static String print(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
