package org.ringback.acceptor.core;

import java.net.InetSocketAddress;

/**
 * One way to reach a server. Immutable.
 *
 * @param server {@code host:port} as the enrolment string names it
 * @param address one of its addresses
 */
record Candidate(String server, InetSocketAddress address) {
    /** {@return the name or address that the server's leaf must carry, without port and brackets} */
    String host() {
        String host = server.substring(0, server.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
