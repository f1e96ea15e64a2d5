package org.ringback.call.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;

/** Two ends, a pipe each way that cuts the bytes at random, and one virtual clock. */
final class BothEnds {
    /** Whoever is at the other end, at both ends. */
    static final KeyFingerprint PEER = KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);

    /** One end and what it has told so far. */
    static final class Side {
        final Multiplexer multiplexer;
        final Budget budget;
        final Deque<ConversationState> opened = new ArrayDeque<>();
        final List<ConversationState> changed = new ArrayList<>();
        /** What the other side sent and this one has not heard yet. */
        final Deque<Sent> underWay = new ArrayDeque<>();
        /** What it told of its session. */
        final List<Notice> notices = new ArrayList<>();
        /** The number of its session, and whether that one's handshake has not ended. */
        int session;

        boolean shaking;

        Side(boolean issuer, ConversationLimits limits, Random random, Moment now, Optional<CallKeys> keys) {
            this.budget = new Budget(limits.buffers());
            this.multiplexer = new Multiplexer(issuer, random, limits, budget.share(PEER), keys);
            multiplexer.attached(now);
        }

        int moved() {
            return Collections.frequency(notices, Notice.MOVED);
        }

        void poll() {
            for (StreamEvent event = multiplexer.poll(); event != null; event = multiplexer.poll()) {
                (event.opened() ? opened : changed).add(event.conversation());
            }
            for (Notice notice = multiplexer.sessions().notice();
                    notice != null;
                    notice = multiplexer.sessions().notice()) {
                notices.add(notice);
                if (notice == Notice.RENEW) {
                    session++;
                    shaking = true;
                }
            }
        }
    }

    /** Bytes that only the session understands under which they were sent. */
    record Sent(int session, ByteBuffer bytes) {}

    final Random random;
    final ConversationLimits limits;
    final Side issuer;
    final Side acceptor;
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(100).toNanos();

    BothEnds(long seed, ConversationLimits limits) {
        this(seed, limits, Optional.empty(), Optional.empty());
    }

    /** Ends that can move to another session. */
    static BothEnds moving(long seed, ConversationLimits limits) {
        return new BothEnds(seed, limits, Optional.of(new PlayedKeys()), Optional.of(new PlayedKeys()));
    }

    BothEnds(long seed, ConversationLimits limits, Optional<CallKeys> atIssuer, Optional<CallKeys> atAcceptor) {
        this.random = new Random(seed);
        this.limits = limits;
        this.issuer = new Side(true, limits, random, now(), atIssuer);
        this.acceptor = new Side(false, limits, random, now(), atAcceptor);
    }

    BothEnds(ConversationLimits limits) {
        this(1, limits);
    }

    /** The monotonic clock starts shortly before it overflows, as it may. */
    Moment now() {
        return new Moment(nanos, Instant.EPOCH);
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        issuer.multiplexer.tick(now());
        acceptor.multiplexer.tick(now());
    }

    Side other(Side side) {
        return side == issuer ? acceptor : issuer;
    }

    /** A side sends at most one buffer, which is then under way; says whether there was anything. */
    boolean send(Side from) {
        ByteBuffer out = ByteBuffer.allocate(FrameLayout.LONGEST);
        boolean any = from.multiplexer.transmit(out, now());
        if (any) {
            other(from).underWay.add(new Sent(from.session, out.flip()));
        }
        from.poll();
        return any;
    }

    /** The next session's handshake, if both ends are in it; says whether they were. */
    boolean shake() {
        boolean both = issuer.shaking && acceptor.shaking;
        if (both) {
            for (Side side : List.of(issuer, acceptor)) {
                side.shaking = false;
                side.multiplexer.renewed(now());
                side.poll();
            }
        }
        return both;
    }

    /** A side hears a piece of random length of what is under way to it; says whether there was anything. */
    boolean hear(Side to) {
        Sent next = to.underWay.peek();
        if (next == null || next.session() != to.session || to.shaking) {
            return false;
        }
        ByteBuffer first = next.bytes();
        int length = Math.min(first.remaining(), 1 + random.nextInt(1 + random.nextInt(FrameLayout.LONGEST)));
        ByteBuffer piece = first.slice(first.position(), length);
        first.position(first.position() + length);
        if (!first.hasRemaining()) {
            to.underWay.remove();
        }
        to.multiplexer.received(piece, now());
        to.poll();
        return true;
    }

    /** A side sends, and the other hears everything. */
    boolean carry(Side from) {
        boolean any = send(from);
        while (hear(other(from))) {
            any = true;
        }
        return any;
    }

    /** Carries until both are silent. */
    void settle() {
        boolean any = true;
        while (any) {
            any = carry(issuer);
            any |= carry(acceptor);
            any |= shake();
        }
        issuer.poll();
        acceptor.poll();
    }

    /** Lets a side hear frames that its peer never sent. */
    void inject(Side to, ByteBuffer frames) {
        to.multiplexer.received(frames.flip(), now());
        to.poll();
    }

    /** Takes everything that a side would send. */
    ByteBuffer sent(Side from) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(FrameLayout.LONGEST);
        while (from.multiplexer.transmit(out, now())) {
            all.write(out.array(), 0, out.position());
            out.clear();
        }
        from.poll();
        return ByteBuffer.wrap(all.toByteArray());
    }

    /** Writes as much as there is room for. */
    int write(Side side, ConversationState state, byte[] bytes) {
        return side.multiplexer.write(state, ByteBuffer.wrap(bytes));
    }

    /** Reads at most so many bytes; null at the end. */
    byte[] read(Side side, ConversationState state, int most) {
        ByteBuffer target = ByteBuffer.allocate(most);
        int count = side.multiplexer.read(state, target, now());
        if (count < 0) {
            return null;
        }
        byte[] bytes = new byte[count];
        target.flip().get(bytes);
        return bytes;
    }
}
