package org.ringback.transport;

import java.nio.ByteBuffer;
import org.ringback.spi.CloseReason;

/**
 * Hears what happens on one plain TCP connection. Called on the connection's loop, never from within a call that the
 * handler makes itself. An exception that it throws is a bug: it is logged and ends this connection only.
 */
public interface ConnectionHandler {
    /**
     * The connection is being dialled. Called once, before all others, unless it was accepted. Until it is open it can only
     * be aborted, which gives the dial up.
     *
     * @param connection the connection
     */
    default void dialling(Connection connection) {}

    /**
     * The connection is open. Called once, before all others but {@link #dialling}.
     *
     * @param connection the connection
     */
    void opened(Connection connection);

    /**
     * Bytes came.
     *
     * @param connection the connection
     * @param bytes valid only during the call
     */
    void received(Connection connection, ByteBuffer bytes);

    /**
     * Bytes came and were sent on; see {@link Connection#carryTo}.
     *
     * @param connection the connection on which they came
     * @param bytes how many, positive
     */
    default void carried(Connection connection, int bytes) {}

    /**
     * The peer has sent FIN; writing is still possible. The default closes the connection.
     *
     * @param connection the connection
     */
    default void inputFinished(Connection connection) {
        connection.close();
    }

    /**
     * The caller may write again; see {@link Connection#writable()}.
     *
     * @param connection the connection
     */
    default void writable(Connection connection) {}

    /**
     * The connection is closed, or could not be opened. Called once, after all others.
     *
     * @param reason why
     */
    void closed(CloseReason reason);
}
