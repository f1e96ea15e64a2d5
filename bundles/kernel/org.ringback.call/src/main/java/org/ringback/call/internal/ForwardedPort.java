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
 * A local port whose connections become conversations, first come, first served. While there is no place for one more,
 * nothing is accepted: the next ones wait in the port's backlog, and the few that were accepted already wait here, unread.
 * Belongs to the loop, but for {@link #listens}.
 */
final class ForwardedPort implements ConnectionAcceptor {
    /** Buffers that other call-backs give back are told by nobody: looked after again so often while somebody waits. */
    static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Engine engine;
    private final Deque<Forwarder> waiting = new ArrayDeque<>();
    private @Nullable TcpListener listener;
    private boolean paused;
    private boolean lookDue;

    ForwardedPort(Engine engine) {
        this.engine = engine;
    }

    /** The port stands; connections may have come already. */
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

    /** A connection stands and wants its conversation, in its turn. */
    void enter(Forwarder forwarder) {
        waiting.add(forwarder);
        look();
    }

    /** A connection is gone before it had its turn. */
    void leave(Forwarder forwarder) {
        if (waiting.remove(forwarder)) {
            look();
        }
    }

    /** A place may be free, or the call-back over: lets in who waits, and says whether more may come. */
    void look() {
        while (!waiting.isEmpty() && begin(waiting.element())) {
            // The next one.
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

    /** Says whether it waits no more. */
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
