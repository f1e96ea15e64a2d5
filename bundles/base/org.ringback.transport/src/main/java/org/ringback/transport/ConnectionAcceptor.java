package org.ringback.transport;

import java.net.InetSocketAddress;

/** Gives each accepted connection its handler, on the listener's loop. */
@FunctionalInterface
public interface ConnectionAcceptor {
    /**
     * A connection came.
     *
     * @param remote from where
     * @param local to which of our addresses
     * @return its handler
     */
    ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local);
}
