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
    private static final Duration FIRST_RETRANSMISSION = Duration.ofMillis(200);

    private final Simulation simulation;
    private final long number;
    private final End dialler;
    private End answerer;
    private boolean silent;
    private boolean broken;
    private boolean bereft;
    private boolean late;
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

    /** {@return whether so much of it was lost in a row that an end may have given up what it waited for} */
    final boolean late() {
        return late;
    }

    final boolean silent() {
        return silent;
    }

    final boolean over() {
        return dialler.over() && answerer.over();
    }

    Duration delay() {
        return delay(dialler.host(), answerer.host());
    }

    /** {@return how long something takes between two hosts, repeats of what is lost included} */
    final Duration delay(@Nullable Host one, @Nullable Host other) {
        Weather weather = simulation.weather();
        return LEAST.plus(weather.distance())
                .plus(simulation.upTo(weather.slowness()))
                .plus(lateness(one))
                .plus(lateness(other));
    }

    /** {@return how long a segment takes between a host and the core} */
    static Duration segment(Simulation simulation, Host host) {
        Weather weather = simulation.weather();
        return LEAST.plus(weather.distance())
                .plus(simulation.upTo(weather.slowness()))
                .dividedBy(2)
                .plus(host.distance());
    }

    private Duration lateness(@Nullable Host host) {
        if (host == null) {
            return Duration.ZERO;
        }
        Duration lateness = host.distance();
        Duration wait = FIRST_RETRANSMISSION;
        while (simulation.chance(host.loss())) {
            lateness = lateness.plus(wait);
            wait = wait.multipliedBy(2);
        }
        late |= wait.compareTo(FIRST_RETRANSMISSION.multipliedBy(2)) > 0;
        return lateness;
    }

    /** {@return the least that there and back take in this weather} */
    Duration roundTrip() {
        Duration oneWay = LEAST.plus(simulation.weather().distance());
        for (End end : new End[] {dialler, answerer}) {
            oneWay = end.unborn() ? oneWay : oneWay.plus(end.host().distance());
        }
        return oneWay.multipliedBy(2);
    }

    /** {@return whether it stands, or stood, at both ends} */
    final boolean born() {
        return !dialler.unborn() && !answerer.unborn();
    }

    /** What dialled too is its answerer, as both dials met. */
    final void adopt(End dialled) {
        answerer.vanish();
        answerer = dialled;
        dialler.on(this, dialled);
        dialled.on(this, dialler);
    }

    /**
     * Carries the dialler's first record, whose arrival acknowledges the opening if nothing did before; again and again, as
     * long as the other end does not stand.
     */
    final void first(Runnable arrival) {
        first(arrival, FIRST_RETRANSMISSION);
    }

    private void first(Runnable arrival, Duration wait) {
        if (silent) {
            unheard(dialler);
            return;
        }
        simulation.at(answerer.arrival(simulation.now() + delay().toNanos()), () -> {
            if (silent || broken) {
                return;
            }
            dialler.acknowledge();
            if (!answerer.unborn()) {
                if (!answerer.over()) {
                    arrival.run();
                }
            } else if (!dialler.over()) {
                simulation.in(wait, () -> first(arrival, wait.multipliedBy(2)));
            }
        });
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

    /** What has not come to stand will not come. */
    final void forgetTheUnborn() {
        for (End end : new End[] {dialler, answerer}) {
            if (end.unborn()) {
                end.vanish();
            }
        }
    }

    @Override
    public String toString() {
        return "link " + number + " " + dialler.host() + " -> " + answerer.host();
    }
}
