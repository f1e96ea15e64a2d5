package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.ringback.kernel.ServerAddress;

/**
 * How a second connection request came. Immutable.
 *
 * @param byDatagram whether it came sealed in a datagram
 * @param server the server's address from which it came, which relays too
 * @param local where this gateway has the connection on which it came; empty for a datagram
 */
record RequestWay(boolean byDatagram, ServerAddress server, Optional<InetSocketAddress> local) {
    static RequestWay datagram(ServerAddress server) {
        return new RequestWay(true, server, Optional.empty());
    }

    static RequestWay connection(ServerAddress server, InetSocketAddress local) {
        return new RequestWay(false, server, Optional.of(local));
    }
}
