package org.ringback.call.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.AddressText;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One forward: a local port that stays while calls come and go. A connection that finds no call begins a ring. The
 * methods that say so may be called from any thread; all else belongs to the loop.
 */
final class PortForward implements ForwardedPort.Owner {
    /** Opens the port of a forward. */
    @FunctionalInterface
    interface Opening {
        TcpListener listen(ForwardedPort port) throws IOException;
    }

    /** From the failure of one ring to the next ring at least: a program that tries in a loop must not ring in a loop. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PortForward.class);
    private static final String HUNG_UP = "hung up here";

    private final Loop loop;
    private final BiConsumer<RingRequest, Ringer.Caller> rings;
    private final Consumer<ForwardStatus> changed;
    private final ForwardedPort port;
    private final TcpListener listener;
    private @Nullable CallEnd call;
    private @Nullable Attempt attempt;
    private long notBefore;
    private volatile ForwardStatus status;
    private volatile boolean failed;

    /**
     * Opens the port.
     *
     * @param wanted the forward
     * @param configured whether the configuration asks for it
     * @param loop the loop of the calls that serve it
     * @param rings rings for it, as {@link Ringer} does
     * @param changed is told of each change, on the loop
     * @param opening opens the port
     * @throws IOException if the port cannot be opened
     */
    PortForward(
            Forward wanted,
            boolean configured,
            Loop loop,
            BiConsumer<RingRequest, Ringer.Caller> rings,
            Consumer<ForwardStatus> changed,
            Opening opening)
            throws IOException {
        this.loop = loop;
        this.rings = rings;
        this.changed = changed;
        this.port = new ForwardedPort(loop, this);
        this.notBefore = loop.now().nanos();
        this.listener = opening.listen(port);
        this.status = new ForwardStatus(
                new Forward(listener.local(), wanted.request()),
                configured,
                State.WAITING,
                loop.now().wall(),
                Optional.empty(),
                Optional.empty());
    }

    /** Serves connections from now on, those too that came since the port is open; from any thread. */
    void start() {
        port.listens(listener);
    }

    /** {@return how it is; from any thread} */
    ForwardStatus status() {
        return status;
    }

    /** Tells how it is, not while a change is told; from any thread. */
    synchronized void tell(Consumer<ForwardStatus> listening) {
        listening.accept(status);
    }

    /** {@return what its person should know, while the last ring for it was in vain; from any thread} */
    Optional<String> warning() {
        return status.why().filter(why -> failed).map(why -> words() + ": " + why);
    }

    /** Serves connections by a call that stands already; if it has another one, hangs up this one. From any thread. */
    void begin(CallEnd standing) {
        loop.execute(() -> take(standing));
    }

    /** Hangs up the call, or gives up the ring for one; from any thread. */
    void hangUp() {
        loop.execute(() -> {
            if (attempt != null) {
                giveUp();
                noCall(HUNG_UP, false);
            }
            if (call != null) {
                call.end(HUNG_UP);
            }
        });
    }

    /** Rings by another local name of the equipment from now on; from any thread. */
    void named(EquipmentId equipment) {
        loop.execute(() -> leadTo(equipment));
    }

    private synchronized void leadTo(EquipmentId equipment) {
        Forward before = status.forward();
        status = new ForwardStatus(
                new Forward(before.local(), before.request().named(equipment)),
                status.configured(),
                status.state(),
                status.since(),
                status.ring(),
                status.why());
        changed.accept(status);
    }

    /** Closes the port and hangs up; the address is free when this returns. From any thread. */
    void close() {
        listener.close();
        loop.execute(() -> {
            become(State.CLOSED, status.ring(), Optional.empty());
            giveUp();
            port.turnAway();
            if (call != null) {
                call.end(HUNG_UP);
            }
        });
    }

    private void giveUp() {
        Attempt last = attempt;
        attempt = null;
        if (last != null) {
            last.close();
        }
    }

    private boolean closed() {
        return status.state() == State.CLOSED;
    }

    @Override
    public void callWanted() {
        if (status.state() != State.WAITING) {
            return;
        }
        Attempt next = new Attempt();
        attempt = next;
        become(State.RINGING, status.ring(), status.why());
        long left = notBefore - loop.now().nanos();
        loop.schedule(Duration.ofNanos(Math.max(0, left)), next::begin);
    }

    private void take(CallEnd standing) {
        if (call == standing) {
            return;
        }
        if (closed() || call != null) {
            standing.end(HUNG_UP);
            return;
        }
        giveUp();
        failed = false;
        call = standing;
        become(State.STANDING, Optional.of(standing.facts().ring()), Optional.empty());
        standing.serve(port, listener.local());
    }

    /** No call comes: turns away the connections that wait for it. */
    private void noCall(String why, boolean inVain) {
        failed = inVain;
        ends(why);
        port.turnAway();
    }

    @Override
    public void callEnded(String why) {
        call = null;
        if (!closed()) {
            ends("the call ended: " + why);
        }
    }

    /** No call serves it; the log has each reason once in a row. */
    private void ends(String why) {
        if (!status.why().equals(Optional.of(why))) {
            LOG.info("{}: {}; the next connection rings", words(), why);
        }
        become(State.WAITING, status.ring(), Optional.of(why));
    }

    private synchronized void become(State state, Optional<RingNonce> of, Optional<String> why) {
        ForwardStatus now = new ForwardStatus(
                status.forward(), status.configured(), state, loop.now().wall(), of, why);
        status = now;
        changed.accept(now);
    }

    private String words() {
        return "port " + AddressText.print(status.forward().local()) + " to "
                + status.forward().request().equipment() + ", service "
                + status.forward().request().service();
    }

    /** One ring for a call. What comes of one that was given up is hung up. */
    private final class Attempt implements Ringer.Caller {
        private @Nullable Ring ring;

        void begin() {
            if (attempt == this) {
                rings.accept(status.forward().request(), this);
            }
        }

        @Override
        public void began(Ring begun) {
            if (attempt == this) {
                ring = begun;
            } else {
                begun.close();
            }
        }

        @Override
        public void answered(CallEnd standing) {
            if (attempt == this) {
                attempt = null;
                take(standing);
            } else {
                standing.end(HUNG_UP);
            }
        }

        @Override
        public void notAnswered(String why) {
            if (attempt == this) {
                attempt = null;
                notBefore = loop.now().plus(PAUSE);
                noCall("the ring failed: " + why, true);
            }
        }

        void close() {
            if (ring != null) {
                ring.close();
            }
        }
    }
}
