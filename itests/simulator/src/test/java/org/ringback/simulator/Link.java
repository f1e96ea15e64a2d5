package org.ringback.simulator;

import java.time.Duration;
import org.ringback.spi.CloseReason.Kind;

/**
 * One TCP connection with its protection: ordered, reliable, late; until it is cut or falls silent. The handshake is
 * that of TLS 1.3: the dialler believes itself done before the answerer has judged the dialler's key.
 */
final class Link {
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

    Link(Simulation simulation, long number, End dialler, End answerer) {
        this.simulation = simulation;
        this.number = number;
        this.dialler = dialler;
        this.answerer = answerer;
        dialler.on(this, answerer);
        answerer.on(this, dialler);
    }

    Simulation simulation() {
        return simulation;
    }

    End dialler() {
        return dialler;
    }

    End answerer() {
        return answerer;
    }

    /** Whether something happened to it that may have swallowed what was under way. */
    boolean suffered() {
        return silent || broken || bereft;
    }

    boolean silent() {
        return silent;
    }

    boolean over() {
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
    void carry(End to, Runnable arrival) {
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
    void cut(String why) {
        if (!broken && !over()) {
            broken = true;
            simulation.fault(Fault.CUT, "tcp", this + ": " + why);
            for (End end : new End[] {dialler, answerer}) {
                simulation.in(simulation.upTo(LONGEST_RESET), () -> end.end(Kind.BROKEN, why));
            }
        }
    }

    /** Carries nothing any more, and nobody is told. */
    void fallSilent() {
        if (!silent && !over()) {
            silent = true;
            simulation.fault(Fault.BLACK_HOLE, "tcp", this);
            forgetTheUnborn();
        }
    }

    /** One end's process died; the kernel, if it lives, resets the connection behind what was sent. */
    void died(End end, boolean kernelToo) {
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
