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

/** Daemon threads for tasks that may block: bounded in number and queue, and ended when idle. Thread-safe. */
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
     * Makes workers for which tasks wait, at most 128 of them.
     *
     * @param name the name of the threads; with a number if there are several
     * @param threads the most threads
     * @return the workers; no thread is started yet
     */
    public static Workers queueing(String name, int threads) {
        return new Workers(name, threads, threads, new LinkedBlockingQueue<>(WAITING));
    }

    /**
     * Makes workers that begin a task at once or refuse it.
     *
     * @param name the name of the threads; with a number if there are several
     * @param threads the most threads
     * @return the workers; no thread is started yet
     */
    public static Workers atOnce(String name, int threads) {
        return new Workers(name, threads, 0, new SynchronousQueue<>());
    }

    /**
     * Runs a task on a thread of these.
     *
     * @param task the task; exceptions that it throws are logged
     * @param failed is called with the exception if the task throws, on the task's thread
     * @return whether the task was accepted; if not, neither of the two will run
     */
    public boolean run(Runnable task, Consumer<Throwable> failed) {
        try {
            executor.execute(() -> guarded(task, failed));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Runs the task; calls {@code failed} even if logging fails too, for example out of memory. */
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

    /** Interrupts running tasks and drops waiting ones. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
