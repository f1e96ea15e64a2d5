package org.ringback.kernel;

import java.nio.ByteBuffer;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** A handler for connections that nobody wants. Stateless. */
public enum TurnedAway implements ConnectionHandler {
    /** Closes them with RST as soon as they are open. */
    AT_ONCE;

    @Override
    public void opened(Connection connection) {
        connection.abort();
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
        connection.abort();
    }

    @Override
    public void closed(CloseReason reason) {
        // Nothing: nobody knew of the connection.
    }
}
