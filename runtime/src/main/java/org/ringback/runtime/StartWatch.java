package org.ringback.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tells of a bundle that does not come back from its start: the thread that starts it waits for ever, and could not. Each
 * bundle has its time, and one that works on has more: a slow machine or a large store is no fault. Thread-safe.
 */
final class StartWatch implements AutoCloseable {
    /** So long a bundle may take before anybody looks closer. */
    static final long LIMIT_SECONDS = 30;

    /** So long is looked whether it works. */
    static final long CLOSER_SECONDS = 3;

    /** A process that works uses at least one part in so many of a processor. */
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

    /** Is told how it goes. */
    interface Listener {
        /** A bundle takes long, but works. */
        void slow(String what);

        /** A bundle waits for ever: nothing more is told. */
        void hangs(String what);
    }

    /**
     * Watches the current thread; somebody must look.
     *
     * @param listener is told by whoever looks
     * @param clock nanoseconds
     * @param used processor time of this process
     */
    StartWatch(Listener listener, LongSupplier clock, Supplier<Duration> used) {
        this.listener = listener;
        this.clock = clock;
        this.used = used;
        starts(bundle);
    }

    /** Watches the current thread, and looks. */
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

    /** The next one is started. */
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
