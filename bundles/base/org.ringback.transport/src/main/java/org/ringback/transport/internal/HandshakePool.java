package org.ringback.transport.internal;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bounded executor of handshakes, so that many of them delay other handshakes but nothing else. Thread-safe. */
final class HandshakePool {
    private static final Logger LOG = LoggerFactory.getLogger(HandshakePool.class);
    private static final int MOST_THREADS = 4;
    private static final int THREADS_A_CORE = 2;
    private static final long IDLE_SECONDS = 10;
    private static final long END_SECONDS = 2;

    private final AtomicInteger number = new AtomicInteger();
    private final HighWater running = new HighWater();
    private final HighWater waiting = new HighWater();
    private volatile ThreadPoolExecutor executor;
    private volatile int places;

    HandshakePool(int queue) {
        executor = executor(queue);
        places = queue;
    }

    private ThreadPoolExecutor executor(int queue) {
        int threads =
                Math.min(MOST_THREADS, THREADS_A_CORE * Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor made = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), work -> {
                    Thread thread = new Thread(work, LoopThreads.NAME_PREFIX + "handshake-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setUncaughtExceptionHandler(
                            (ended, fault) -> LOG.error("the thread {} ended by a fault", ended.getName(), fault));
                    return thread;
                });
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    /** Sets how many steps may wait; those that wait already still run. */
    void limit(int queue) {
        ThreadPoolExecutor before = executor;
        executor = executor(queue);
        places = queue;
        before.shutdown();
    }

    /** {@return whether the step will run; if not, too many wait} */
    boolean offer(Runnable step) {
        ThreadPoolExecutor now = executor;
        try {
            now.execute(() -> run(step));
            waiting.reached(now.getQueue().size());
            return true;
        } catch (RejectedExecutionException full) {
            return now != executor && offer(step); // another one took its place meanwhile
        }
    }

    private void run(Runnable step) {
        running.more();
        try {
            step.run();
        } finally {
            running.fewer();
        }
    }

    /** {@return how many steps run and wait} */
    List<LimitUse> limits() {
        ThreadPoolExecutor now = executor;
        return List.of(
                running.use(TransportLimit.HANDSHAKES, now.getMaximumPoolSize()),
                waiting.use(TransportLimit.WAITING, places, now.getQueue().size()));
    }

    /** {@return how many steps run at once} */
    int threads() {
        return executor.getMaximumPoolSize();
    }

    void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
