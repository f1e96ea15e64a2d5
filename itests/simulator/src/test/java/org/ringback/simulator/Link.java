package org.ringback.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason.Kind;

/**
 * One TCP connection with its protection: ordered, reliable, late; until it is cut or falls silent. The handshake is
 * that of TLS 1.3: the dialler believes itself done before the answerer has judged the dialler's key.
 */
class Link {
    /** How long a dial, and then a handshake, may take. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration LEAST = Duration.ofMillis(6);
    private static final Duration LONGEST_RESET = Duration.ofMillis(100);
    private static final Duration LAST_RETRANSMISSION = Duration.ofMinutes(15);

    private final Simulation simulation;
    private final long number;
    private final End dialler;
    private final End answerer;
    private boolean silent;
    private boolean broken;
    private boolean bereft;
    /** What it became a part of. */
    private @Nullable Link whole;

    Link(Simulation simulation, long number, End dialler, End answerer) {
        this.simulation = simulation;
        this.number = number;
        this.dialler = dialler;
        this.answerer = answerer;
        dialler.on(this, answerer);
        answerer.on(this, dialler);
    }

    /** Becomes a part of another one, which everything happens to from now on. */
    final void becomes(Link one) {
        whole = one;
    }

    final long number() {
        return number;
    }

    /** {@return the host whose process carries it, beside its two ends} */
    @Nullable
    Host through() {
        return null;
    }

    /** So many bytes are on their way. */
    void carries(int count) {}

    /** One of its ends left. */
    void left() {}

    final Simulation simulation() {
        return simulation;
    }

    final End dialler() {
        return dialler;
    }

    final End answerer() {
        return answerer;
    }

    /** Whether something happened to it that may have swallowed what was under way. */
    final boolean suffered() {
        return silent || broken || bereft;
    }

    final boolean silent() {
        return silent;
    }

    final boolean over() {
        return dialler.over() && answerer.over();
    }

    Duration delay() {
        Weather weather = simulation.weather();
        return LEAST.plus(weather.distance()).plus(simulation.upTo(weather.slowness()));
    }

    /** {@return the least that there and back take in this weather} */
    Duration roundTrip() {
        return LEAST.plus(simulation.weather().distance()).multipliedBy(2);
    }

    /** Carries something to an end, behind all that was sent there before. */
    final void carry(End to, Runnable arrival) {
        if (silent) {
            unheard(to.peer());
            return;
        }
        simulation.at(to.arrival(simulation.now() + delay().toNanos()), () -> {
            if (!silent && !broken && !to.over()) {
                arrival.run();
            }
        });
    }

    /** What was sent into silence is sent again, and at some time the kernel gives up. */
    private void unheard(End sender) {
        simulation.in(simulation.upTo(LAST_RETRANSMISSION), () -> sender.end(Kind.BROKEN, "the connection timed out"));
    }

    /** Breaks: both ends hear of it, what was under way is gone. */
    final void cut(String why) {
        if (whole != null) {
            whole.cut(why);
        } else if (!broken && !over()) {
            broken = true;
            simulation.fault(Fault.CUT, "tcp", this + ": " + why);
            for (End end : new End[] {dialler, answerer}) {
                simulation.in(simulation.upTo(LONGEST_RESET), () -> end.end(Kind.BROKEN, why));
            }
        }
    }

    /** Carries nothing any more, and nobody is told. */
    final void fallSilent() {
        if (whole != null) {
            whole.fallSilent();
        } else if (!silent && !over()) {
            simulation.fault(Fault.BLACK_HOLE, "tcp", this);
            fallSilentUnsaid();
        }
    }

    /** The same, where no fault of the net is behind it. */
    final void fallSilentUnsaid() {
        silent = true;
        forgetTheUnborn();
    }

    /** What carries it ended it. */
    final void bereave() {
        bereft = true;
    }

    /** One end's process died; the kernel, if it lives, resets the connection behind what was sent. */
    final void died(End end, boolean kernelToo) {
        bereft = true;
        broken = kernelToo || broken;
        end.vanish();
        forgetTheUnborn();
        if (kernelToo) {
            silent = true;
        } else if (!silent) {
            carry(end.peer(), () -> end.peer().end(Kind.BROKEN, "connection reset"));
        }
    }

    /** A SYN that has not arrived will not arrive. */
    private void forgetTheUnborn() {
        if (answerer.host() == null) {
            answerer.vanish();
        }
    }

    @Override
    public String toString() {
        return "link " + number + " " + dialler.host() + " -> " + answerer.host();
    }
}
