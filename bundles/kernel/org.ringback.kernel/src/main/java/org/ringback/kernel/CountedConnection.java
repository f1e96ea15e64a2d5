package org.ringback.kernel;

import java.nio.ByteBuffer;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * Below a protection: its session counts until the socket is gone, whoever owns the protected connection by then.
 *
 * @param next takes everything
 * @param gone ends the counting
 */
record CountedConnection(ConnectionHandler next, Runnable gone) implements ConnectionHandler {
    @Override
    public void opened(Connection connection) {
        next.opened(connection);
    }

    @Override
    public void received(Connection connection, ByteBuffer bytes) {
        next.received(connection, bytes);
    }

    @Override
    public void inputFinished(Connection connection) {
        next.inputFinished(connection);
    }

    @Override
    public void writable(Connection connection) {
        next.writable(connection);
    }

    @Override
    public void closed(CloseReason reason) {
        gone.run();
        next.closed(reason);
    }
}
