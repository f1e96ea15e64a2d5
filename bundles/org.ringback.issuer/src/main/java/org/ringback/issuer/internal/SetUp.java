package org.ringback.issuer.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what may block: few, with a bounded queue; they end when there is nothing to do. Thread-safe. */
final class SetUp implements AutoCloseable {
    private static final int QUEUE = 128;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    /**
     * Starts none yet.
     *
     * @param name of the threads; several get a number
     * @param threads at most so many
     */
    SetUp(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, threads == 1 ? name : name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task soon.
     *
     * @param task what
     * @param ifTooMany runs here and now instead, if too much is waiting
     */
    void execute(Runnable task, Runnable ifTooMany) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException full) {
            ifTooMany.run();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
