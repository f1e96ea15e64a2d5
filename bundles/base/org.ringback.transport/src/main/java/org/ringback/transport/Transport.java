package org.ringback.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.spi.ProtectionSession;

/**
 * Opens sockets. An OSGi service; thread-safe. Binding blocks for a moment and must not be called on a loop; dialling
 * does not block.
 */
@ProviderType
public interface Transport {
    /**
     * Makes a loop. The same owner is given the same thread each time, so that sockets which it detached need not
     * change threads when it comes back; once each thread has an owner, further owners share them.
     *
     * @param owner the role, for the thread's name
     * @return the loop, to be closed by its owner
     */
    Loop newLoop(String owner);

    /**
     * Opens a UDP port or, if this address is still open from an earlier owner that detached, attaches to it: the
     * socket and what waits in its buffer stay.
     *
     * @param local a specific address for a server, never the wildcard; port 0 picks one
     * @param loop on which the handler is called
     * @param handler takes the datagrams
     * @return the port
     * @throws IOException if it cannot be bound; the message names address and cause
     */
    UdpPort openUdp(InetSocketAddress local, Loop loop, DatagramHandler handler) throws IOException;

    /**
     * Opens a TCP listener or, as with UDP, attaches to one that was detached (its options then stay what they were).
     *
     * @param local a specific address; port 0 picks one
     * @param options backlog, shared port
     * @param loop on which handlers are called
     * @param acceptor gives each connection its handler
     * @return the listener
     * @throws IOException if it cannot be bound; the message names address and cause
     */
    TcpListener listen(InetSocketAddress local, ListenOptions options, Loop loop, ConnectionAcceptor acceptor)
            throws IOException;

    /**
     * Dials. The handler hears {@code opened}, or only {@code closed} with the reason.
     *
     * @param options where to, from where, how long
     * @param loop on which the handler is called
     * @param handler of the connection
     */
    void dial(DialOptions options, Loop loop, ConnectionHandler handler);

    /**
     * Asks the system whether it has a route to an address; sends nothing and does not block. Without a route a failed
     * dial says nothing about whoever is at that address.
     *
     * @param address of either family
     * @return false if there is no route; true also if the system does not tell
     */
    boolean hasRoute(InetAddress address);

    /**
     * Puts a protection between a connection and its user. Handshakes run on a bounded executor of the transport's,
     * everything else on the loop. A handler that looks at the first bytes itself may pass its connection on to this
     * one ({@link Connection#passTo}).
     *
     * @param session the session of this end, not yet started
     * @param limit how long the handshake may take
     * @param handler hears of the protected connection
     * @return the handler to give to {@link #dial} or to return from a {@link ConnectionAcceptor}
     */
    default ConnectionHandler protect(ProtectionSession session, Duration limit, ProtectedHandler handler) {
        return protect(session, limit, handler, () -> {});
    }

    /**
     * Puts a protection between a connection and its user, like the method without {@code gone}.
     *
     * @param session the session of this end, not yet started
     * @param limit how long the handshake may take
     * @param handler hears of the protected connection
     * @param gone runs once, when the socket is gone, whomever the protected connection was passed to by then
     * @return the handler to give to {@link #dial} or to return from a {@link ConnectionAcceptor}
     */
    ConnectionHandler protect(ProtectionSession session, Duration limit, ProtectedHandler handler, Runnable gone);
}
