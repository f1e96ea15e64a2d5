package org.ringback.acceptor.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for what may block: bounded in number and queue, gone when idle. Thread-safe. */
final class Workers implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    private Workers(String name, int threads, int coreThreads, BlockingQueue<Runnable> queue) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(coreThreads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    /** Tasks wait for a thread, at most so many. */
    static Workers queueing(String name, int threads, int waiting) {
        return new Workers(name, threads, threads, new LinkedBlockingQueue<>(waiting));
    }

    /** A task begins at once or is refused. */
    static Workers atOnce(String name, int threads) {
        return new Workers(name, threads, 0, new SynchronousQueue<>());
    }

    /** {@return whether the task was taken} */
    boolean run(Runnable task) {
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
