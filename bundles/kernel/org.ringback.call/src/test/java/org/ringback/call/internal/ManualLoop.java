package org.ringback.call.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import org.ringback.api.Moment;
import org.ringback.transport.Loop;

/** A loop in virtual time that runs when the test says so, on the test's thread. */
final class ManualLoop implements Loop {
    private record Timer(long at, Runnable task) {}

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private long nanos;

    /** Runs what waits, and what comes up by it. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer. */
    void pass(Duration time) {
        long until = nanos + time.toNanos();
        run();
        while (!timers.isEmpty() && timers.peek().at() <= until) {
            Timer timer = timers.remove();
            nanos = Math.max(nanos, timer.at());
            timer.task().run();
            run();
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
    public void close() {
        tasks.clear();
        timers.clear();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }
}
