package org.ringback.transport;

import java.nio.ByteBuffer;
import org.ringback.spi.CloseReason;

/**
 * Hears of one plain TCP connection, on its loop, never from within a call that it makes itself. What it throws is a
 * bug: it is logged and ends this connection only.
 */
public interface ConnectionHandler {
    /**
     * The connection stands. Heard once, first.
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
     * The peer sends no more (FIN); writing is still possible. The default closes.
     *
     * @param connection the connection
     */
    default void inputFinished(Connection connection) {
        connection.close();
    }

    /**
     * What waited was sent; see {@link Connection#writable()}.
     *
     * @param connection the connection
     */
    default void writable(Connection connection) {}

    /**
     * It is over, or never came to be. Heard once, last.
     *
     * @param reason why
     */
    void closed(CloseReason reason);
}
