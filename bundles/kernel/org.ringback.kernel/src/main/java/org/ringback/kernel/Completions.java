package org.ringback.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Completes what is waited for, on a thread of neither the loop's nor the waiting one's: what follows may block. Threads
 * are kept for a while for the next one; by itself, on one or two processors, Java would start one for each. Stateless,
 * thread-safe.
 */
public final class Completions {
    private static final long IDLE_SECONDS = 10;

    /** As many as there are that follow answers and block. */
    private static final Executor THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "ringback-completion");
                thread.setDaemon(true);
                return thread;
            });

    private Completions() {}

    /**
     * Completes, soon.
     *
     * @param <T> the answer's type
     * @param waiting who waits; answered before, it stays so
     * @param answer gives the answer, or throws what it fails with
     */
    public static <T> void complete(CompletableFuture<T> waiting, Supplier<T> answer) {
        waiting.completeAsync(answer, THREADS);
    }
}
