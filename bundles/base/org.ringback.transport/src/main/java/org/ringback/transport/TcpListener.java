package org.ringback.transport;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/** One listening TCP socket. Thread-safe. */
@ProviderType
public interface TcpListener extends AutoCloseable {
    /** {@return the address it is bound to} */
    InetSocketAddress local();

    /** Stops accepting: connections wait in the backlog. One that was accepted before may still reach the handler. */
    void pauseAccepting();

    /** Accepts again. */
    void resumeAccepting();

    /**
     * Leaves the socket open without accepting: connections wait in its backlog for the next
     * {@link Transport#listen} of the same address, at most 30 s, then it closes.
     */
    void detach();

    /**
     * Closes the listener, unless it was detached; accepted connections stay open. If the caller is not on a loop,
     * returns when the address is free.
     */
    @Override
    void close();
}
