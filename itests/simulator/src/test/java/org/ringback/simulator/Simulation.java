package org.ringback.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.ringback.api.Moment;
import org.ringback.simulator.tcp.Timeline;

/**
 * Virtual time and seeded chance: events happen in the order of their time, those of one time in the order in which they
 * were planned. The monotonic clock begins anywhere, below zero too. For one thread.
 */
final class Simulation implements Timeline {
    private static final long FARTHEST_ORIGIN = Duration.ofDays(40).toNanos();

    private final SplittableRandom random;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Instant wall;
    private final long origin;
    private final Trace trace = new Trace();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private Weather weather = Weather.CALM;
    private long now;
    private long planned;

    private record Due(long at, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    Simulation(long seed, Instant wall) {
        this.random = new SplittableRandom(seed);
        this.wall = wall;
        this.origin = random.nextLong(-FARTHEST_ORIGIN, FARTHEST_ORIGIN);
        this.now = origin;
    }

    @Override
    public long now() {
        return now;
    }

    Moment moment() {
        return new Moment(now, wall.plusNanos(now - origin));
    }

    Trace trace() {
        return trace;
    }

    void note(String who, String what, Object detail) {
        trace.add(now - origin, who, what, detail);
    }

    void fault(Fault fault, String who, Object detail) {
        faults.put(fault, now);
        note(who, "! " + fault, detail);
    }

    /** {@return whether one of these befell at any time} */
    boolean befell(Set<Fault> some) {
        return some.stream().anyMatch(faults::containsKey);
    }

    /** {@return the faults that befell since then} */
    Set<Fault> faultsSince(long nanos) {
        return faults.keySet().stream()
                .filter(fault -> faults.get(fault) >= nanos)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    }

    Weather weather() {
        return weather;
    }

    void weather(Weather changed) {
        weather = changed;
        note("net", "weather", changed);
    }

    /** {@return random bits of their own, for one party} */
    RandomGenerator fork() {
        return random.split();
    }

    boolean chance(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    Duration between(Duration least, Duration most) {
        return most.compareTo(least) <= 0 ? least : Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos()));
    }

    Duration upTo(Duration most) {
        return between(Duration.ZERO, most);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public void in(Duration delay, Runnable action) {
        at(now + delay.toNanos(), action);
    }

    void at(long nanos, Runnable action) {
        queue.add(new Due(Math.max(now, nanos), planned++, action));
    }

    /** Lets time pass. */
    void run(Duration howLong) {
        long until = now + howLong.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= until) {
            step();
        }
        now = until;
    }

    /** Lets time pass until something is so, at most so long; whether it is. */
    boolean runUntil(BooleanSupplier done, Duration atMost) {
        long until = now + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (queue.isEmpty() || queue.peek().at() > until) {
                now = until;
                return done.getAsBoolean();
            }
            step();
        }
        return true;
    }

    private void step() {
        Due due = queue.remove();
        now = due.at();
        due.action().run();
    }
}
