package org.ringback.driver;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads for what may block: bounded in number and queue, gone when idle. Thread-safe. */
public final class Workers implements AutoCloseable {
    private static final int WAITING = 128;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    private Workers(String name, int threads, int coreThreads, BlockingQueue<Runnable> queue) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(coreThreads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, threads == 1 ? name : name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Tasks wait for a thread, at most 128 of them.
     *
     * @param name of the threads; several get a number
     * @param threads at most so many
     * @return the workers; none has begun
     */
    public static Workers queueing(String name, int threads) {
        return new Workers(name, threads, threads, new LinkedBlockingQueue<>(WAITING));
    }

    /**
     * A task begins at once or is refused.
     *
     * @param name of the threads; several get a number
     * @param threads at most so many
     * @return the workers; none has begun
     */
    public static Workers atOnce(String name, int threads) {
        return new Workers(name, threads, 0, new SynchronousQueue<>());
    }

    /**
     * Runs a task on a thread of these.
     *
     * @param task what
     * @return whether it was taken
     */
    public boolean run(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Interrupts what runs and drops what waits. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
