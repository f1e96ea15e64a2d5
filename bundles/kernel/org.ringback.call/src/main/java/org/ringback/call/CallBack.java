package org.ringback.call;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.ringback.api.Conversation;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;

/**
 * One end of one call-back with its conversations, from the acceptance on. The role passes the connection's events in;
 * everything but {@link #open} and {@link #forward} is called on the loop.
 */
public interface CallBack extends AutoCloseable {
    /**
     * Plaintext came from the peer.
     *
     * @param plaintext consumed during the call
     */
    void received(ByteBuffer plaintext);

    /** The connection can take more; see {@link org.ringback.transport.ProtectedConnection#writable()}. */
    void writable();

    /**
     * The connection is over: every conversation that has not ended fails, as lost.
     *
     * @param reason in words
     */
    void lost(String reason);

    /**
     * Opens a conversation (odd number from the issuer, even from the acceptor).
     *
     * @return the conversation
     * @throws IOException if the call-back is over or 64 conversations are open
     */
    Conversation open() throws IOException;

    /**
     * Listens on a local address: each connection there opens a conversation of its own, and bytes and ends pass both
     * ways. While as many conversations are open as may be, connections wait in the backlog. May be called on any thread.
     *
     * @param transport listens
     * @param local where
     * @return the port, to be closed by the caller
     * @throws IOException if it cannot listen there
     */
    TcpListener forward(Transport transport, InetSocketAddress local) throws IOException;

    /**
     * Dials a local address and joins a conversation to it, bytes and ends both ways.
     *
     * @param conversation one that the listener heard of
     * @param transport dials
     * @param address where
     * @param dial hears how that went
     */
    void join(Conversation conversation, Transport transport, InetSocketAddress address, LocalDial dial);

    /**
     * Resets a conversation because nothing here answers its service; the peer is told so.
     *
     * @param conversation one that the listener heard of
     */
    void refuse(Conversation conversation);

    /**
     * Resets a conversation because there is no place to answer it; the peer is told so.
     *
     * @param conversation one that the listener heard of
     */
    void turnAway(Conversation conversation);

    /** {@return how many conversations are open} */
    int conversations();

    /** Ends every conversation and the connection. */
    @Override
    void close();
}
