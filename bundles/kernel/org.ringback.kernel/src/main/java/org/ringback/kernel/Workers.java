package org.ringback.kernel;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Daemon threads for what may block: bounded in number and queue, gone when idle. Thread-safe. */
public final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int WAITING = 128;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    private Workers(String name, int threads, int coreThreads, BlockingQueue<Runnable> queue) {
        AtomicInteger number = new AtomicInteger();
        executor = new ThreadPoolExecutor(coreThreads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, threads == 1 ? name : name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(
                    (ended, fault) -> LOG.error("the thread {} ended by a fault", ended.getName(), fault));
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
     * @param task what; whatever it throws stands in the log
     * @param failed answers whoever waits for the task, if it throws; on the task's thread
     * @return whether it was taken; if not, neither of the two will run
     */
    public boolean run(Runnable task, Consumer<Throwable> failed) {
        try {
            executor.execute(() -> guarded(task, failed));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Logging may fail too, out of memory for example: who waits is answered all the same. */
    private static void guarded(Runnable task, Consumer<Throwable> failed) {
        try {
            task.run();
        } catch (Throwable fault) {
            try {
                LOG.error("{}: a task failed", Thread.currentThread().getName(), fault);
            } finally {
                failed.accept(fault);
            }
        }
    }

    /** Interrupts what runs and drops what waits. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
