package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;

/**
 * Drives a protection session between a TCP connection and its handler. During the handshake each step of the session
 * runs on the handshake pool, one at a time, and the connection is not read meanwhile; afterwards everything runs on
 * the loop, to which the state here belongs. Handing a step over also hands the session over to the other thread. A
 * next session may take its place ({@link #renew}): from the end of the piece that was heard then, with another handshake.
 */
final class ProtectedLink implements ConnectionHandler {
    /**
     * Most steps of one handshake; ours take six. A step takes a whole piece, so how the network cuts the bytes does
     * not add steps.
     */
    private static final int MAX_STEPS = 32;

    private final HandshakePool pool;
    private Protection protection;
    private @Nullable Protection renewal;

    private final Inbox inbox = new Inbox();
    /** Plaintext that the handler has not been given yet. */
    private final Deque<ByteBuffer> plaintext = new ArrayDeque<>();

    private final ProtectionSession.Output output = new ToConnection();
    private ProtectedHandler handler;
    private @Nullable TcpConnection connection;
    private @Nullable ProtectedEnd established;
    /** Whether the present session has proved the peer. */
    private boolean proved;

    private Runnable cancelLimit = () -> {};
    private @Nullable HandshakeStep step;
    private int steps;
    private boolean working;
    private boolean userPaused;
    private boolean reading = true;
    private boolean inputFinished;
    private @Nullable CloseReason end;

    /** A session, how long its handshake may take, and what to run once it is of no more use. */
    private record Protection(ProtectionSession session, Duration limit, Runnable gone) {}

    ProtectedLink(
            ProtectionSession session, Duration limit, ProtectedHandler handler, Runnable gone, HandshakePool pool) {
        this.protection = new Protection(session, limit, gone);
        this.handler = handler;
        this.pool = pool;
    }

    // The connection's side.

    @Override
    public void dialling(Connection dialled) {
        handler.dialling(dialled);
    }

    @Override
    public void opened(Connection opened) {
        if (!(opened instanceof TcpConnection tcp)) {
            throw new IllegalArgumentException("connection: another's (expected: one of this transport's)");
        }
        connection = tcp;
        handler.opened(opened);
        begin();
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) {
        if (end != null) {
            return;
        }
        if (proved && renewal == null && !working && inbox.isEmpty()) {
            open(bytes);
        } else {
            inbox.add(bytes);
        }
        work();
    }

    @Override
    public void inputFinished(Connection from) {
        inputFinished = true;
        work();
    }

    @Override
    public void writable(Connection from) {
        if (established != null && proved && end == null) {
            handler.writable(established);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        end = end == null ? CloseReasons.ofBreak(reason, established != null) : end;
        forget();
        protection.gone().run();
        handler.closed(end);
    }

    // The user's side.

    void write(ByteBuffer bytes) {
        if (end != null || renewal != null || !proved || session().state() != State.ESTABLISHED) {
            return;
        }
        try {
            session().send(bytes, output);
        } catch (ProtectionException fault) {
            end(CloseReason.of(fault));
        } catch (RuntimeException | Error bug) {
            tcp().fault(bug);
        }
    }

    void pauseReading() {
        userPaused = true;
        adjustReading();
    }

    void resumeReading() {
        userPaused = false;
        // Not at once: this may be inside a call of the handler's.
        later(this::work);
    }

    void close() {
        if (end == null) {
            if (step == null) {
                session().finish(output);
            }
            end(CloseReasons.HERE);
        }
    }

    void abort() {
        end = end == null ? CloseReasons.ABORTED : end;
        tcp().abort();
    }

    void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
        ProtectedEnd user = established;
        tcp().belongTo(RoleLoop.of(owner));
        handler = next;
        if (end != null || user == null) {
            return;
        }
        if (unread.hasRemaining()) {
            plaintext.addFirst(copy(unread));
        }
        try {
            next.established(user);
        } catch (RuntimeException | Error bug) {
            tcp().fault(bug);
        }
        resumeReading();
    }

    void renew(ProtectionSession next, Duration limit, Runnable gone) {
        if (end == null && renewal == null && proved) {
            renewal = new Protection(next, limit, gone);
            later(this::work);
        } else {
            gone.run();
        }
    }

    // The handshake, step by step on the pool.

    private void begin() {
        cancelLimit = tcp().schedule(protection.limit(), this::expire);
        steps = 0;
        begin(null);
    }

    private void begin(@Nullable ByteBuffer bytes) {
        if (++steps > MAX_STEPS) {
            end(CloseReasons.IN_PIECES);
            return;
        }
        HandshakeStep next = new HandshakeStep(session(), bytes);
        step = next;
        adjustReading();
        boolean accepted = pool.offer(() -> {
            next.run();
            later(() -> stepped(next));
        });
        if (!accepted) {
            end(CloseReasons.OVERLOADED);
        }
    }

    private void stepped(HandshakeStep done) {
        step = null;
        if (end != null) {
            return;
        }
        done.forPeer().forEach(tcp()::write);
        plaintext.addAll(done.forApplication());
        Throwable thrown = done.fault();
        if (thrown instanceof ProtectionException fault) {
            end(CloseReason.of(fault));
        } else if (thrown != null) {
            tcp().fault(thrown);
        } else {
            work();
        }
    }

    private void expire() {
        end(CloseReason.of(
                Kind.TIMED_OUT, "no handshake within " + protection.limit().toMillis() + " ms"));
    }

    // Does what there is to do, in order; then reads on if nothing prevents it.

    private void work() {
        if (working) {
            return;
        }
        working = true;
        try {
            while (end == null && step == null && advance()) {
                // Until there is nothing to do.
            }
        } finally {
            working = false;
        }
        adjustReading();
    }

    /** {@return whether it did something} */
    private boolean advance() {
        ProtectionSession session = session();
        if (!proved && session.state() == State.ESTABLISHED) {
            cancelLimit.run();
            cancelLimit = () -> {};
            proved(session);
            return true;
        }
        ProtectedEnd user = established;
        if (user != null && !plaintext.isEmpty()) {
            if (userPaused) {
                return false;
            }
            handler.received(user, plaintext.remove());
            return true;
        }
        if (renewal != null) {
            protection.gone().run();
            protection = renewal;
            renewal = null;
            proved = false;
            begin();
            return true;
        }
        if (session.state() == State.CLOSED) {
            end(CloseReasons.THERE);
            return false;
        }
        if (proved && !inbox.isEmpty()) {
            open(inbox.takeAll());
            return true;
        }
        int piece = inbox.isEmpty() ? 0 : session.whole(inbox.look());
        if (piece > 0) {
            begin(inbox.take(piece));
            return true;
        }
        if (inputFinished) {
            end(proved ? CloseReasons.TRUNCATED : CloseReasons.LEFT);
        }
        return false;
    }

    private void proved(ProtectionSession session) {
        proved = true;
        if (established == null) {
            ProtectedEnd user = new ProtectedEnd(this, session, tcp());
            established = user;
            handler.established(user);
        } else {
            established.proved(session);
            handler.renewed(established);
        }
    }

    /** Gives the session bytes; what it leaves is for the next one. */
    private void open(ByteBuffer bytes) {
        try {
            session().receive(bytes, output);
            if (bytes.hasRemaining()) {
                inbox.add(bytes);
            }
        } catch (ProtectionException fault) {
            end(CloseReason.of(fault));
        }
    }

    private void end(CloseReason reason) {
        if (end == null) {
            end = reason;
            forget();
            tcp().close();
        }
    }

    private void forget() {
        cancelLimit.run();
        if (step != null) {
            step.abandon();
        }
        if (renewal != null) {
            renewal.gone().run();
            renewal = null;
        }
        inbox.clear();
        plaintext.clear();
    }

    private void adjustReading() {
        boolean wanted = step == null && !userPaused;
        if (wanted != reading && end == null) {
            reading = wanted;
            if (wanted) {
                tcp().resumeReading();
            } else {
                tcp().pauseReading();
            }
        }
    }

    /** Runs a task on the loop in its turn; what it throws ends this connection. */
    private void later(Runnable task) {
        TcpConnection tcp = tcp();
        LoopThreads.enqueue(tcp.eventLoop(), () -> {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                tcp.fault(bug);
            }
        });
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private ProtectionSession session() {
        return protection.session();
    }

    private TcpConnection tcp() {
        TcpConnection tcp = connection;
        if (tcp == null) {
            throw new IllegalStateException("connection: not open yet");
        }
        return tcp;
    }

    /** Takes what the session puts out on the loop. */
    private final class ToConnection implements ProtectionSession.Output {
        @Override
        public void toPeer(ByteBuffer bytes) {
            tcp().write(bytes);
        }

        /** Gives the handler the session's own buffer if it may be told now; else keeps a copy. */
        @Override
        public void toApplication(ByteBuffer bytes) {
            ProtectedEnd user = established;
            if (user != null && proved && end == null && !userPaused && plaintext.isEmpty()) {
                handler.received(user, bytes);
            } else {
                plaintext.add(copy(bytes));
            }
        }

        @Override
        public boolean more() {
            return renewal == null;
        }
    }
}
