package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * An accepted connection whose first record came, and that nobody can go on with for now: it is not read, and what came waits
 * for whoever goes on. Belongs to the loop.
 */
final class HeldConnection implements ConnectionHandler {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Consumer<CloseReason> over;
    private boolean turnedAway;
    private @Nullable Connection connection;

    /**
     * Holds it.
     *
     * @param over hears that it ended while it was held
     */
    public HeldConnection(Consumer<CloseReason> over) {
        this.over = over;
    }

    /**
     * Somebody goes on with it.
     *
     * @param handler hears of it from now on, beginning with {@code opened}
     */
    public void handOn(ConnectionHandler handler) {
        if (connection != null && !turnedAway) {
            connection.passTo(handler, NOTHING);
        }
    }

    /** Closes it at once. */
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
