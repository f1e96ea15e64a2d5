package org.ringback.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Completes futures on threads of its own, neither the loop's nor the caller's, so that their callbacks may block.
 * Threads are kept for a while; on one or two processors Java's own default would start one for each completion.
 * Stateless, thread-safe.
 */
public final class Completions {
    private static final long IDLE_SECONDS = 10;

    /** As many threads as there are callbacks that block. */
    private static final Executor THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "ringback-completion");
                thread.setDaemon(true);
                return thread;
            });

    private Completions() {}

    /**
     * Completes a future soon.
     *
     * @param <T> the answer's type
     * @param waiting the future; if it is completed already, nothing happens
     * @param answer gives the answer, or throws what it fails with
     */
    public static <T> void complete(CompletableFuture<T> waiting, Supplier<T> answer) {
        waiting.completeAsync(answer, THREADS);
    }
}
