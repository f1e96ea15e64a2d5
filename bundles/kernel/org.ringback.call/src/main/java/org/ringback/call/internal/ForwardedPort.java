package org.ringback.call.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.NoPlaceException;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.TcpListener;

/**
 * A local port whose connections become conversations in the order in which they come. While no more conversation may
 * be open, it accepts nothing: connections wait in the port's backlog, and the few that were accepted already wait
 * here, unread. Belongs to the loop, except {@link #listens}.
 */
final class ForwardedPort implements ConnectionAcceptor {
    /**
     * How often to try again while a connection waits, as nobody reports the buffers that other call-backs give back.
     */
    static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Engine engine;
    private final Deque<Forwarder> waiting = new ArrayDeque<>();
    private @Nullable TcpListener listener;
    private boolean paused;
    private boolean lookDue;

    ForwardedPort(Engine engine) {
        this.engine = engine;
    }

    /** The port listens; connections may have come already. */
    void listens(TcpListener port) {
        engine.loop().execute(() -> {
            listener = port;
            engine.ports().add(this);
            look();
        });
    }

    @Override
    public ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local) {
        return new Forwarder(engine, this);
    }

    /** Puts a connection into the queue for a conversation. */
    void enter(Forwarder forwarder) {
        waiting.add(forwarder);
        look();
    }

    /** Takes a connection out of the queue that closed before its turn. */
    void leave(Forwarder forwarder) {
        if (waiting.remove(forwarder)) {
            look();
        }
    }

    /**
     * Called when a place may be free, or the call-back may be over: gives waiting connections their conversations, and
     * accepts again or no more.
     */
    void look() {
        while (!waiting.isEmpty() && begin(waiting.element())) {
            // Repeats for the next one.
        }
        boolean full = !waiting.isEmpty() || engine.full();
        TcpListener port = listener;
        if (port != null && full != paused) {
            paused = full;
            if (full) {
                port.pauseAccepting();
            } else {
                port.resumeAccepting();
            }
        }
        if (!waiting.isEmpty() && !lookDue) {
            lookDue = true;
            engine.loop().schedule(LOOK_AGAIN, () -> {
                lookDue = false;
                look();
            });
        }
    }

    /** Whether the connection waits no more. */
    private boolean begin(Forwarder first) {
        ConversationState state;
        try {
            state = engine.open();
        } catch (NoPlaceException full) {
            return false;
        } catch (IOException over) {
            waiting.remove();
            first.turnedAway();
            return true;
        }
        waiting.remove();
        first.begin(state);
        return true;
    }
}
