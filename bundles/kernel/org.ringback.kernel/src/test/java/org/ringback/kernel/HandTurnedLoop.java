package org.ringback.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ringback.api.Moment;
import org.ringback.transport.Loop;

/** A loop in virtual time that turns when the test says so. Thread-safe, as tasks come from several threads. */
final class HandTurnedLoop implements Loop {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private long nanos;
    private boolean closed;

    private record Timer(long at, Runnable task) {}

    /** Runs what waits, and what comes up by it. */
    synchronized void turn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer. */
    synchronized void pass(Duration time) {
        long until = nanos + time.toNanos();
        turn();
        while (!timers.isEmpty() && timers.peek().at() <= until) {
            Timer timer = timers.remove();
            nanos = Math.max(nanos, timer.at());
            timer.task().run();
            turn();
        }
        nanos = until;
    }

    /** Turns on a thread of its own until something that blocks a caller is done. */
    static void turningMeanwhile(HandTurnedLoop loop, Runnable blocks) throws Exception {
        var thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> blocked = thread.submit(blocks);
            while (!blocked.isDone()) {
                loop.turn();
                Thread.onSpinWait();
            }
            blocked.get();
        } finally {
            thread.shutdownNow();
        }
    }

    synchronized int timers() {
        return timers.size();
    }

    synchronized boolean closed() {
        return closed;
    }

    @Override
    public synchronized Moment now() {
        return new Moment(nanos, Instant.EPOCH);
    }

    @Override
    public synchronized Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + delay.toNanos(), task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public boolean inLoop() {
        return false;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (!closed) {
            tasks.add(task);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
