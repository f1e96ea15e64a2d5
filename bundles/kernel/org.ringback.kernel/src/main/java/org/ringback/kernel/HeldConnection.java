package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * An accepted connection whose first record came, and that nobody can go on with for now: it is read no further, and what came
 * is kept for whoever goes on. Belongs to the loop.
 */
final class HeldConnection implements ConnectionHandler {
    private final Consumer<CloseReason> over;
    private byte[] kept = {};
    private boolean inputFinished;
    private boolean turnedAway;
    private @Nullable Connection connection;
    private @Nullable ConnectionHandler next;

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
        Connection held = connection;
        if (held == null || turnedAway) {
            return;
        }
        next = handler;
        // Before it is opened, as it may pause again at once; what comes is heard in its turn.
        held.resumeReading();
        handler.opened(held);
        handler.received(held, ByteBuffer.wrap(kept));
        kept = new byte[0];
        if (inputFinished) {
            handler.inputFinished(held);
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
        if (next != null) {
            next.received(from, bytes);
        } else if (!turnedAway) {
            ByteBuffer all = ByteBuffer.allocate(kept.length + bytes.remaining());
            kept = all.put(kept).put(bytes).array();
        }
    }

    @Override
    public void inputFinished(Connection from) {
        if (next == null) {
            inputFinished = true;
        } else {
            next.inputFinished(from);
        }
    }

    @Override
    public void writable(Connection to) {
        if (next != null) {
            next.writable(to);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        if (next == null) {
            if (!turnedAway) {
                over.accept(reason);
            }
        } else {
            next.closed(reason);
        }
    }
}
