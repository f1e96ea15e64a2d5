package org.ringback.call.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.call.core.Budget;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.FrameLayout;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.Notice;
import org.ringback.call.core.StreamEvent;
import org.ringback.kernel.HeldSuites;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/** Two ends of a call in memory: real multiplexers, and real TLS sessions that follow each other. */
final class TlsCall {
    static final HeldSuites SUITES = Crypto.suites();
    private static final Moment NOW = new Moment(0, Instant.EPOCH);

    final End issuer;
    final End acceptor;

    /**
     * Stands, with both CALLs under way.
     *
     * @param cut of so many bytes that came, how many are heard at once
     */
    TlsCall(long seed, IntUnaryOperator cut) throws ProtectionException {
        Random random = new Random(seed);
        issuer = new End(Role.ISSUER, random, cut);
        acceptor = new End(Role.ACCEPTOR, random, cut);
        issuer.peer = acceptor;
        acceptor.peer = issuer;
        issuer.begin();
        acceptor.begin();
        settle();
    }

    /** Until nothing is under way. */
    void settle() throws ProtectionException {
        settle(issuer, acceptor);
    }

    /** The acceptor says SWITCH, and the issuer hears it; its answer is under way. */
    void agree() throws ProtectionException {
        acceptor.multiplexer.sessions().begin();
        acceptor.pump();
        issuer.hear();
    }

    /** The path is somebody else's, who joins each end with that of another call from now on. */
    static void cross(TlsCall one, TlsCall other) throws ProtectionException {
        one.acceptor.peer = other.issuer;
        other.issuer.peer = one.acceptor;
        other.acceptor.peer = one.issuer;
        one.issuer.peer = other.acceptor;
        settle(one.issuer, one.acceptor, other.issuer, other.acceptor);
    }

    private static void settle(End... ends) throws ProtectionException {
        boolean any = true;
        while (any) {
            any = false;
            for (End end : ends) {
                any |= end.hear();
            }
        }
    }

    /** One end: what its link, its engine and its move do in a program, on one thread. */
    static final class End implements ProtectionSession.Output {
        final Multiplexer multiplexer;
        final Deque<ConversationState> opened = new ArrayDeque<>();
        int moved;
        private final Role role;
        private final IntUnaryOperator cut;
        private final ByteArrayOutputStream came = new ByteArrayOutputStream();
        private final Deque<byte[]> early = new ArrayDeque<>();
        private final ByteBuffer frames = ByteBuffer.allocate(FrameLayout.LONGEST);
        private ProtectionSession session;
        private @Nullable ProtectionSession next;
        private boolean proved;
        private boolean first = true;
        private boolean closed;
        private End peer;

        private End(Role role, Random random, IntUnaryOperator cut) {
            this.role = role;
            this.cut = cut;
            this.session = Crypto.plan(role).session(SUITES.current());
            this.multiplexer = new Multiplexer(
                    role == Role.ISSUER,
                    random,
                    ConversationLimits.DEFAULT,
                    new Budget(ConversationLimits.DEFAULT.buffers())
                            .share(Line.facts(role).peer()),
                    Optional.of(
                            new CallMove(Line.facts(role), Crypto.session(role), SUITES, random, new ManualLoop())));
        }

        private void begin() throws ProtectionException {
            session.start(this);
        }

        void open() throws IOException {
            opened.add(multiplexer.open());
        }

        /** Hears one piece; says whether there was one. */
        private boolean hear() throws ProtectionException {
            boolean any = came.size() > 0;
            if (any) {
                byte[] all = came.toByteArray();
                int piece = cut.applyAsInt(all.length);
                came.reset();
                came.write(all, piece, all.length - piece);
                take(ByteBuffer.wrap(all, 0, piece));
            }
            any |= pump();
            return any;
        }

        private void take(ByteBuffer bytes) throws ProtectionException {
            while (bytes.hasRemaining() && !closed) {
                try {
                    session.receive(bytes, this);
                } catch (ProtectionException e) {
                    over(e.getMessage());
                    return;
                }
                turn();
            }
        }

        private void turn() throws ProtectionException {
            if (next != null) {
                session = next;
                next = null;
                proved = false;
                session.start(this);
            }
            if (!proved && session.state() == ProtectionSession.State.ESTABLISHED) {
                proved = true;
                if (first) {
                    multiplexer.attached(NOW);
                } else {
                    multiplexer.renewed(NOW);
                }
                first = false;
                pump();
                while (!early.isEmpty()) {
                    multiplexer.received(ByteBuffer.wrap(early.remove()), NOW);
                    pump();
                }
            }
        }

        /** Sends and tells what is due; says whether anything was sent. */
        boolean pump() throws ProtectionException {
            boolean any = false;
            while (proved && next == null && !closed && multiplexer.transmit(frames.clear(), NOW)) {
                session.send(frames.flip(), this);
                tell();
                any = true;
            }
            tell();
            turn();
            if (multiplexer.end() != null && !closed) {
                closed = true;
                peer.over("closed");
            }
            return any;
        }

        private void tell() {
            for (StreamEvent event = multiplexer.poll(); event != null; event = multiplexer.poll()) {
                if (event.opened()) {
                    opened.add(event.conversation());
                }
            }
            for (Notice notice = multiplexer.sessions().notice();
                    notice != null;
                    notice = multiplexer.sessions().notice()) {
                moved += notice == Notice.MOVED ? 1 : 0;
                next = notice == Notice.RENEW ? Crypto.plan(role).session(SUITES.current()) : next;
            }
        }

        private void over(String why) {
            closed = true;
            multiplexer.detached(why);
        }

        @Override
        public void toPeer(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            peer.came.write(copy, 0, copy.length);
        }

        @Override
        public void toApplication(ByteBuffer plaintext) {
            if (proved) {
                multiplexer.received(plaintext, NOW);
                tell();
                if (next == null) {
                    answer();
                }
            } else {
                byte[] copy = new byte[plaintext.remaining()];
                plaintext.get(copy);
                early.add(copy);
            }
        }

        /** As in a program, where what is due is sent before more is heard. */
        private void answer() {
            try {
                while (next == null && multiplexer.transmit(frames.clear(), NOW)) {
                    session.send(frames.flip(), this);
                    tell();
                }
            } catch (ProtectionException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean more() {
            return next == null;
        }
    }

    static int write(End from, ConversationState state, byte[] bytes) {
        return from.multiplexer.write(state, ByteBuffer.wrap(bytes));
    }

    static byte[] read(End at, ConversationState state, int most) {
        ByteBuffer target = ByteBuffer.allocate(most);
        at.multiplexer.read(state, target, NOW);
        byte[] read = new byte[target.position()];
        target.flip().get(read);
        return read;
    }
}
