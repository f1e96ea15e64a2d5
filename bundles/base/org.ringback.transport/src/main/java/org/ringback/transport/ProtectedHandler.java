package org.ringback.transport;

import java.nio.ByteBuffer;
import org.ringback.spi.CloseReason;

/** Hears what happens on one protected connection. Called on the connection's loop. */
public interface ProtectedHandler {
    /**
     * The TCP connection is being dialled.
     *
     * @param connection the plain connection, which can be aborted
     */
    default void dialling(Connection connection) {}

    /**
     * The TCP connection is open; the handshake begins.
     *
     * @param connection the plain connection, for its addresses; not to be written to
     */
    default void opened(Connection connection) {}

    /**
     * The peer is proved.
     *
     * @param connection the connection
     */
    void established(ProtectedConnection connection);

    /**
     * Plaintext came.
     *
     * @param connection the connection
     * @param plaintext valid only during the call
     */
    void received(ProtectedConnection connection, ByteBuffer plaintext);

    /**
     * The peer is proved once more, by the session that took the place of the one before; it may be written to again.
     *
     * @param connection the connection
     */
    default void renewed(ProtectedConnection connection) {}

    /**
     * The caller may write again; see {@link ProtectedConnection#writable()}.
     *
     * @param connection the connection
     */
    default void writable(ProtectedConnection connection) {}

    /**
     * The connection is closed, or could not be opened. Called once, after all others.
     *
     * @param reason why
     */
    void closed(CloseReason reason);
}
