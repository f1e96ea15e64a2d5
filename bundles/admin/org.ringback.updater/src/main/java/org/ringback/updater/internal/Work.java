package org.ringback.updater.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.ringback.api.control.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work at a time, on a thread of its own: a command that asked for it may be interrupted, as by the
 * exchange of the shell, and the work goes on. Thread-safe.
 */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    private final AtomicReference<String> underWay = new AtomicReference<>("");

    /**
     * Does a piece of work, and waits for it.
     *
     * @param what in words, for who asks meanwhile
     * @throws RefusedException if the work refuses
     * @throws BusyException if another one is under way
     */
    String run(String what, Callable<String> work) throws RefusedException, BusyException, InterruptedException {
        if (!underWay.compareAndSet("", what)) {
            throw new BusyException(what + ": " + underWay.get()
                    + " is under way (expected: one at a time); next: again when that has ended");
        }
        CompletableFuture<String> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(work, done), "ringback-updater");
        thread.setDaemon(true);
        thread.start();
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new RefusedException(what + ": " + e.getCause() + "; the log says more");
        }
    }

    /** Whether a piece is under way. */
    boolean underWay() {
        return !"".equals(underWay.get());
    }

    private void run(Callable<String> work, CompletableFuture<String> done) {
        try {
            String told = work.call();
            underWay.set("");
            done.complete(told);
        } catch (Exception | Error e) {
            if (!(e instanceof RefusedException)) {
                LOG.error("The updater failed", e);
            }
            underWay.set("");
            done.completeExceptionally(e);
        }
    }
}
