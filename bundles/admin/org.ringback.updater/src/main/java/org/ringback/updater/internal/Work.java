package org.ringback.updater.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.ringback.api.control.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work at a time, on a thread of its own: a command that asked for it may be interrupted, as by the
 * exchange of the shell, and the work goes on. Thread-safe.
 */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    @GuardedBy("this")
    private @Nullable Asked underWay;

    /**
     * Does a piece of work, and waits for it. What the program does by itself, and comes to an end by itself, is no
     * reason to send a person away, be it a watch or a rollback: the piece begins after it, and the log says so.
     *
     * @throws RefusedException if the work refuses
     * @throws BusyException if one that a person asked for is under way, or the program asks and any is
     */
    String run(Asked asked, Callable<String> work) throws RefusedException, BusyException, InterruptedException {
        begin(asked);
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
            throw new RefusedException(asked.what() + ": " + e.getCause() + "; the log says more");
        }
    }

    /** Whether a piece is under way. */
    synchronized boolean underWay() {
        return underWay != null;
    }

    private synchronized void begin(Asked asked) throws BusyException, InterruptedException {
        boolean told = false;
        for (Asked other = underWay; other != null; other = underWay) {
            if (asked.isByProgram() || !other.isByProgram()) {
                throw new BusyException(asked.what() + ": " + other.what()
                        + " is under way (expected: one at a time); next: again when that has ended");
            }
            if (!told) {
                LOG.info("{} begins once {}, which the program does by itself, has ended", asked.what(), other.what());
                told = true;
            }
            wait();
        }
        underWay = asked;
    }

    private synchronized void end() {
        underWay = null;
        notifyAll();
    }

    private void run(Callable<String> work, CompletableFuture<String> done) {
        try {
            String told = work.call();
            end();
            done.complete(told);
        } catch (Exception | Error e) {
            if (!(e instanceof RefusedException)) {
                LOG.error("The updater failed", e);
            }
            end();
            done.completeExceptionally(e);
        }
    }
}
