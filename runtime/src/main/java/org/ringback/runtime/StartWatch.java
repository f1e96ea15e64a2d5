package org.ringback.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reports a bundle whose start never returns, which the thread that starts it could not do. Each bundle gets some time,
 * and more while it uses the processor: a slow machine or a large store is no fault. Thread-safe.
 */
final class StartWatch implements AutoCloseable {
    /** How long a start may take before it is examined. */
    static final long LIMIT_SECONDS = 30;

    /** How long to measure whether it uses the processor. */
    static final long CLOSER_SECONDS = 3;

    /** A process that works uses at least this fraction (one divided by this) of a processor. */
    private static final int WORKING = 20;

    private final Listener listener;
    private final LongSupplier clock;
    private final Supplier<Duration> used;
    private final Thread starting = Thread.currentThread();
    private String bundle = "the framework";
    private long began;
    private long due;
    private Duration usedBefore = Duration.ZERO;
    private boolean closer;
    private boolean done;

    /** Is told what the watch finds. */
    interface Listener {
        /** A bundle takes long, but works. */
        void slow(String what);

        /** A bundle hangs; the watch ends. */
        void hangs(String what);
    }

    /**
     * Watches the current thread; the caller must call {@link #look}.
     *
     * @param listener is told the findings, on the thread that looks
     * @param clock gives monotonic nanoseconds
     * @param used gives the processor time that this process has used
     */
    StartWatch(Listener listener, LongSupplier clock, Supplier<Duration> used) {
        this.listener = listener;
        this.clock = clock;
        this.used = used;
        starts(bundle);
    }

    /** Watches the current thread, and looks from a thread of its own. */
    static StartWatch begin(Listener listener) {
        StartWatch watch = new StartWatch(
                listener,
                System::nanoTime,
                () -> ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
        Thread thread = new Thread(watch::watch, "ringback-start-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private synchronized void watch() {
        try {
            for (long left = look(); left > 0; left = look()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next bundle's start begins. */
    synchronized void starts(String name) {
        bundle = name;
        began = clock.getAsLong();
        due = began + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        closer = false;
    }

    /** {@return after how many nanoseconds to look again; 0 for never} */
    synchronized long look() {
        if (done) {
            return 0;
        }
        long now = clock.getAsLong();
        if (now >= due) {
            if (closer && !works()) {
                done = true;
                listener.hangs(sentence(now) + ": it waits in " + place());
                return 0;
            }
            if (closer) {
                listener.slow(sentence(now) + ", and works on");
            }
            usedBefore = used.get();
            closer = !closer;
            due = now + TimeUnit.SECONDS.toNanos(closer ? CLOSER_SECONDS : LIMIT_SECONDS);
        }
        return due - now;
    }

    private boolean works() {
        return used.get().minus(usedBefore).multipliedBy(WORKING).toSeconds() >= CLOSER_SECONDS;
    }

    private String sentence(long now) {
        return "bundle " + bundle + " has not finished starting after " + TimeUnit.NANOSECONDS.toSeconds(now - began)
                + " s";
    }

    private String place() {
        return Stream.of(starting.getStackTrace())
                .map(StackTraceElement::toString)
                .filter(frame -> !frame.startsWith("java."))
                .findFirst()
                .orElse("an unknown place");
    }

    @Override
    public synchronized void close() {
        done = true;
        notifyAll();
    }
}
