package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * Holds an accepted connection whose first record came, and which must wait for its crypto: it is not read meanwhile,
 * and the bytes that came are kept for the handler that takes it. Belongs to the loop.
 */
final class HeldConnection implements ConnectionHandler {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Consumer<CloseReason> over;
    private boolean turnedAway;
    private @Nullable Connection connection;

    /**
     * Makes the holder of a connection.
     *
     * @param over is told if the connection ends while it is held
     */
    public HeldConnection(Consumer<CloseReason> over) {
        this.over = over;
    }

    /**
     * Passes the connection on.
     *
     * @param handler is told the connection's events from now on, beginning with {@code opened}
     */
    public void handOn(ConnectionHandler handler) {
        if (connection != null && !turnedAway) {
            connection.passTo(handler, NOTHING);
        }
    }

    /** Closes the connection at once. */
    public void abort() {
        turnedAway = true;
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        if (turnedAway) {
            opened.abort();
        } else {
            opened.pauseReading();
        }
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) {
        throw new IllegalStateException("heard although it is not read");
    }

    @Override
    public void closed(CloseReason reason) {
        if (!turnedAway) {
            over.accept(reason);
        }
    }
}
