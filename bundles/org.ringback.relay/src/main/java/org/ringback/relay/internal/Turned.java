package org.ringback.relay.internal;

import java.nio.ByteBuffer;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/** Turns a connection away at once: too many strangers are here. Stateless. */
enum Turned implements ConnectionHandler {
    /** The one there is. */
    AWAY;

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
        // It was never in.
    }
}
