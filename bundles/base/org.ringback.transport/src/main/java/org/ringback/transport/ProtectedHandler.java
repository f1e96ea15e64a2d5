package org.ringback.transport;

import java.nio.ByteBuffer;
import org.ringback.spi.CloseReason;

/** Hears of one protected connection, on its loop. */
public interface ProtectedHandler {
    /**
     * The TCP connection stands; the handshake begins.
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
     * What waited was sent.
     *
     * @param connection the connection
     */
    default void writable(ProtectedConnection connection) {}

    /**
     * It is over, or never came to be. Heard once, last.
     *
     * @param reason why
     */
    void closed(CloseReason reason);
}
