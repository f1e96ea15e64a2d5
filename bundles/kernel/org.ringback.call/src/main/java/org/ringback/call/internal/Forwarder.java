package org.ringback.call.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.ResetCode;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * Connects a local connection with a conversation: bytes and FIN pass both ways. While the conversation takes no more,
 * it does not read from the local connection; while the local connection takes no more, it does not read from the
 * conversation, which then acknowledges nothing. A failure on one side becomes a reset on the other, never an end. To
 * be used on the loop only.
 */
final class Forwarder implements ConnectionHandler, End {
    private static final int CHUNK = 65_536;
    private static final byte[] ZEROS = new byte[CHUNK];
    /** A buffer for each loop's thread; wiped after each use, as the next use may be another conversation's. */
    private static final ThreadLocal<ByteBuffer> CHUNKS = ThreadLocal.withInitial(() -> ByteBuffer.allocate(CHUNK));

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final @Nullable LocalDial dial;
    private final @Nullable ForwardedPort port;
    private @Nullable Seat seat;
    private @Nullable Connection connection;
    private ByteBuffer waiting = NOTHING;
    private boolean localEnded;
    private boolean peerEnded;
    private boolean broken;
    private boolean over;

    /** The conversation, and the engine of its call. */
    private record Seat(Engine engine, ConversationState state) {}

    /** For a conversation that waits for the dial of a local connection; {@code dial} is told the result. */
    Forwarder(Engine engine, ConversationState state, LocalDial dial) {
        this.seat = new Seat(engine, state);
        this.dial = dial;
        this.port = null;
    }

    /** For a connection to a forwarded port, which gets its conversation in its turn. */
    Forwarder(ForwardedPort port) {
        this.dial = null;
        this.port = port;
    }

    @Override
    public void opened(Connection local) {
        connection = local;
        if (dial != null) {
            dial.stands();
        }
        if (port != null) {
            local.pauseReading();
            port.enter(this);
        }
        changed();
    }

    /** Starts forwarding: the connection gets its conversation. */
    void begin(Engine engine, ConversationState begun) {
        seat = new Seat(engine, begun);
        engine.seat(begun, this);
        if (connection != null) {
            connection.resumeReading();
        }
        changed();
    }

    /** Resets the local connection, as no call came. */
    void turnedAway() {
        over = true;
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void received(Connection local, ByteBuffer bytes) {
        Seat in = seat;
        if (in == null || over) {
            return;
        }
        if (!waiting.hasRemaining()) {
            in.engine().write(in.state(), bytes);
        }
        if (bytes.hasRemaining()) {
            ByteBuffer longer = ByteBuffer.allocate(waiting.remaining() + bytes.remaining());
            longer.put(waiting).put(bytes).flip();
            hold(longer);
            local.pauseReading();
        }
    }

    @Override
    public void inputFinished(Connection local) {
        localEnded = true;
        changed();
    }

    @Override
    public void writable(Connection local) {
        changed();
    }

    @Override
    public void closed(CloseReason reason) {
        if (connection == null && dial != null) {
            dial.unreachable(reason.detail());
        }
        if (port != null) {
            port.leave(this);
        }
        boolean inOrder = localEnded && peerEnded;
        Seat in = seat;
        if (in == null || over || inOrder) {
            return;
        }
        if (connection == null) {
            over = true;
            in.engine().reset(in.state(), ResetCode.UNREACHABLE);
        } else {
            broken = true;
            in.engine().discard(in.state());
            changed();
        }
    }

    @Override
    public void changed() {
        Seat in = seat;
        if (in == null || connection == null || over) {
            return;
        }
        if (in.engine().failure(in.state()) != null) {
            over = true;
            hold(NOTHING);
            if (broken) {
                return;
            }
            // All of the peer's bytes were taken, but may still be on their way to the local side, where a reset would
            // lose them.
            if (peerEnded || in.engine().read(in.state(), NOTHING) < 0) {
                connection.leave();
            } else {
                connection.abortBehind();
            }
            return;
        }
        passOn(in, connection);
        if (broken) {
            breakBehind(in);
            return;
        }
        deliver(in, connection);
        if (in.engine().over(in.state())) {
            over = true;
            connection.leave();
        }
    }

    private void passOn(Seat to, Connection from) {
        if (waiting.hasRemaining()) {
            to.engine().write(to.state(), waiting);
            if (waiting.hasRemaining()) {
                return;
            }
            hold(NOTHING);
            from.resumeReading();
        }
        if (localEnded && !broken) {
            to.engine().finish(to.state());
        }
    }

    /** Passes on all that the local side sent before it broke, and then resets the conversation. */
    private void breakBehind(Seat to) {
        if (!waiting.hasRemaining()) {
            over = true;
            to.engine().resetBehind(to.state(), ResetCode.LOCAL_BROKE);
        }
    }

    private void deliver(Seat from, Connection to) {
        ByteBuffer chunk = CHUNKS.get();
        while (!peerEnded && to.writable()) {
            int count = from.engine().read(from.state(), chunk.clear());
            if (count == 0) {
                return;
            }
            if (count < 0) {
                peerEnded = true;
                to.finishWriting();
            } else {
                to.write(chunk.flip());
                chunk.put(0, ZEROS, 0, count);
            }
        }
    }

    /** Replaces the waiting bytes, and wipes the old ones. */
    private void hold(ByteBuffer next) {
        waiting.clear();
        while (waiting.hasRemaining()) {
            waiting.put((byte) 0);
        }
        waiting = next;
    }
}
