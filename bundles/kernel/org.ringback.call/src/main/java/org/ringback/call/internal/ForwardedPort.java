package org.ringback.call.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ringback.call.core.ConversationState;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;

/**
 * A local port whose connections become conversations of one call after the other, in the order in which they come.
 * While no more conversation may be open, it accepts nothing: connections wait in the port's backlog, and the few that
 * were accepted already wait here, unread. While no call stands, each waits here for a while. Belongs to the loop,
 * except {@link #listens}.
 */
final class ForwardedPort implements ConnectionAcceptor {
    /** Hears what a port needs. Called on the loop. */
    interface Owner {
        /** A connection waits, and no call stands; told again with each further one. */
        void callWanted();

        /**
         * The call that served the port is over.
         *
         * @param why in words
         */
        void callEnded(String why);
    }

    /**
     * How often to try again while a connection waits, as nobody reports the buffers that other call-backs give back.
     */
    static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    /** How long a connection waits for a call. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How many connections wait for a call; further ones wait in the backlog. */
    static final int MOST_WAITING = 64;

    private final Loop loop;
    private final Owner owner;
    private final Deque<Forwarder> waiting = new ArrayDeque<>();
    private @Nullable TcpListener listener;
    private @Nullable Engine call;
    private boolean paused;
    private boolean lookDue;

    ForwardedPort(Loop loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
    }

    /** Serves the connections of the port, which may have come already; from any thread. */
    void listens(TcpListener port) {
        loop.execute(() -> {
            listener = port;
            look();
        });
    }

    /** A call stands: it serves the connections that wait, and those that come. */
    void serve(Engine standing) {
        call = standing;
        standing.ports().add(this);
        look();
    }

    /** The call that serves it is over: what waits for a place waits for the next call. */
    void lost(String why) {
        call = null;
        owner.callEnded(why);
        waiting.forEach(this::limit);
        look();
    }

    @Override
    public ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local) {
        return new Forwarder(this);
    }

    /** Puts a connection into the queue for a conversation. */
    void enter(Forwarder forwarder) {
        waiting.add(forwarder);
        if (call == null) {
            limit(forwarder);
        }
        look();
    }

    /** Takes a connection out of the queue that closed before its turn. */
    void leave(Forwarder forwarder) {
        if (waiting.remove(forwarder)) {
            look();
        }
    }

    private void limit(Forwarder forwarder) {
        loop.schedule(PATIENCE, () -> {
            if (call == null && waiting.remove(forwarder)) {
                forwarder.turnedAway();
                look();
            }
        });
    }

    /** Turns away all that waits, as no call comes. */
    void turnAway() {
        for (Forwarder next = waiting.poll(); next != null; next = waiting.poll()) {
            next.turnedAway();
        }
        look();
    }

    /**
     * Called when a place may be free, or a call may be wanted: gives waiting connections their conversations, and
     * accepts again or no more.
     */
    void look() {
        TcpListener port = listener;
        if (port == null) {
            return;
        }
        while (call != null && !waiting.isEmpty() && begin(call, waiting.element())) {
            // Repeats for the next one.
        }
        if (call == null && !waiting.isEmpty()) {
            owner.callWanted();
        }
        boolean full = call == null ? waiting.size() >= MOST_WAITING : !waiting.isEmpty() || call.full();
        if (full != paused) {
            paused = full;
            if (full) {
                port.pauseAccepting();
            } else {
                port.resumeAccepting();
            }
        }
        if (call != null && !waiting.isEmpty() && !lookDue) {
            lookDue = true;
            loop.schedule(LOOK_AGAIN, () -> {
                lookDue = false;
                look();
            });
        }
    }

    /** Whether the connection waits for no place any more. */
    private boolean begin(Engine standing, Forwarder first) {
        ConversationState state;
        try {
            state = standing.open();
        } catch (IOException fullOrOver) {
            return false; // a place may be free soon; of the call's end it is told soon
        }
        waiting.remove();
        first.begin(standing, state);
        return true;
    }
}
