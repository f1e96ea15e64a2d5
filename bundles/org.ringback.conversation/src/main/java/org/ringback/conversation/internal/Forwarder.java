package org.ringback.conversation.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ringback.conversation.LocalDial;
import org.ringback.conversation.core.ConversationState;
import org.ringback.conversation.core.ResetCode;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * Joins a local connection to a conversation, bytes and ends both ways. What the conversation does not take makes the
 * local connection stop reading; what the local connection does not take is not read from the conversation, and so is
 * not acknowledged. A failure on one side is a reset on the other, never an end. To be used on the loop only.
 */
final class Forwarder implements ConnectionHandler, End {
    private static final int CHUNK = 16_384;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Engine engine;
    private final @Nullable LocalDial dial;
    private @Nullable ConversationState state;
    private @Nullable Connection connection;
    private ByteBuffer waiting = NOTHING;
    private boolean localEnded;
    private boolean peerEnded;
    private boolean over;

    /**
     * With a conversation that waits for a local connection, and who hears whether that came to be; or with null for
     * both, to open a conversation as soon as the connection stands.
     */
    Forwarder(Engine engine, @Nullable ConversationState state, @Nullable LocalDial dial) {
        this.engine = engine;
        this.state = state;
        this.dial = dial;
    }

    @Override
    public void opened(Connection local) {
        connection = local;
        if (dial != null) {
            dial.stands();
        }
        if (state == null) {
            try {
                state = engine.open();
            } catch (IOException e) {
                // The program at the other end of the local connection learns it as a reset; there is nobody else to
                // tell.
                over = true;
                local.abort();
                return;
            }
            engine.seat(state, this);
        }
        changed();
    }

    @Override
    public void received(Connection local, ByteBuffer bytes) {
        if (state == null || over) {
            return;
        }
        if (!waiting.hasRemaining()) {
            engine.write(state, bytes);
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
        boolean inOrder = localEnded && peerEnded;
        if (state == null || over || inOrder) {
            return;
        }
        over = true;
        hold(NOTHING);
        engine.reset(state, connection == null ? ResetCode.UNREACHABLE : ResetCode.LOCAL_BROKE);
    }

    @Override
    public void changed() {
        if (state == null || connection == null || over) {
            return;
        }
        if (engine.failure(state) != null) {
            over = true;
            hold(NOTHING);
            connection.abort();
            return;
        }
        passOn(state, connection);
        deliver(state, connection);
        if (engine.over(state)) {
            over = true;
            connection.close();
        }
    }

    private void passOn(ConversationState to, Connection from) {
        if (waiting.hasRemaining()) {
            engine.write(to, waiting);
            if (waiting.hasRemaining()) {
                return;
            }
            hold(NOTHING);
            from.resumeReading();
        }
        if (localEnded) {
            engine.finish(to);
        }
    }

    private void deliver(ConversationState from, Connection to) {
        while (!peerEnded && to.writable()) {
            ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK, engine.available(from)));
            int count = engine.read(from, chunk);
            if (count == 0) {
                return;
            }
            if (count < 0) {
                peerEnded = true;
                to.finishWriting();
            } else {
                to.write(chunk.flip());
            }
        }
    }

    /** Replaces what waits, and wipes it. */
    private void hold(ByteBuffer next) {
        waiting.clear();
        while (waiting.hasRemaining()) {
            waiting.put((byte) 0);
        }
        waiting = next;
    }
}
