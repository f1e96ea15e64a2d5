package org.ringback.shell.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that looks at the warnings: at once, then again and again until it is closed. Thread-safe. */
final class AlarmThread implements AutoCloseable {
    /** Longest wait until a program that runs is killed. */
    private static final long END_MILLIS = 1_000;

    private final Alarms alarms;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Begins to look.
     *
     * @param alarms looks
     * @param every the time between two looks
     */
    AlarmThread(Alarms alarms, Duration every) {
        this.alarms = alarms;
        this.every = every;
        this.thread = ShellThreads.start("ringback-alarm", this::run);
    }

    private void run() {
        try {
            do {
                alarms.look();
            } while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed, while a program ran
        }
    }

    /** Looks no more; a program that runs is interrupted, and waited for a short time. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
