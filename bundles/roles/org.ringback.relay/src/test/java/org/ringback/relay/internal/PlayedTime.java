package org.ringback.relay.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.ringback.api.Moment;
import org.ringback.transport.Loop;

/** A loop in virtual time that passes when the test says so. Used by one thread. */
final class PlayedTime implements Loop {
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private long nanos;

    private record Timer(long at, Runnable task) {}

    /** Lets time pass, timer by timer. */
    void pass(Duration time) {
        long until = nanos + time.toNanos();
        while (!timers.isEmpty() && timers.peek().at() <= until) {
            Timer timer = timers.remove();
            nanos = timer.at();
            timer.task().run();
        }
        nanos = until;
    }

    int timers() {
        return timers.size();
    }

    @Override
    public Moment now() {
        return new Moment(nanos, Instant.EPOCH);
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + delay.toNanos(), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void close() {
        timers.clear();
    }
}
