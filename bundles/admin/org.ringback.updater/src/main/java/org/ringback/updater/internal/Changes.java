package org.ringback.updater.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.control.BundleChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done and what was refused: all in the audit log, if there is one, then the latest here, for whoever asks. A
 * disk that takes longer than {@link #LIMIT_SECONDS} is not waited for. Thread-safe.
 */
final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final int MOST = 64;
    /** Longest wait for the log's disk: what was done is done. */
    private static final long LIMIT_SECONDS = 5;

    private final Supplier<Optional<AuditLog>> audit;

    @GuardedBy("this")
    private final Deque<BundleChange> latest = new ArrayDeque<>();

    Changes(Supplier<Optional<AuditLog>> audit) {
        this.audit = audit;
    }

    void add(Asked asked, boolean done, String words, Steps steps) {
        BundleChange change = new BundleChange(Instant.now(), asked.what(), done, words, steps.millis());
        audit.get().ifPresent(log -> record(log, asked, done, words));
        remember(change);
    }

    private static void record(AuditLog log, Asked asked, boolean done, String words) {
        try {
            log.record(asked.entry(done, words))
                    .toCompletableFuture()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.warn("{}: not in the audit log yet: {}", asked.what(), String.valueOf(e.getCause()));
        } catch (RuntimeException e) { // of the log itself: what was done is told all the same
            LOG.error("{}: not in the audit log", asked.what(), e);
        }
    }

    /** Of what was refused half as many are kept: files that are no good push out nothing that was done. */
    private synchronized void remember(BundleChange change) {
        latest.addFirst(change);
        forgetOldest(true, MOST);
        forgetOldest(false, MOST / 2);
    }

    @GuardedBy("this")
    private void forgetOldest(boolean done, int most) {
        List<BundleChange> those =
                latest.stream().filter(one -> one.done() == done).toList();
        if (those.size() > most) {
            latest.removeLastOccurrence(those.get(those.size() - 1));
        }
    }

    /** {@return the latest, the last one first; a copy} */
    synchronized List<BundleChange> latest() {
        return List.copyOf(latest);
    }
}
