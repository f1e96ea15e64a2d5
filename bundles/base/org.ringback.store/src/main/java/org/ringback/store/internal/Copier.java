package org.ringback.store.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new whole copy when the last one is nearly a day old, or when the latest commits will soon no longer lead
 * from it to the data. So a changed password or revoked secret does not stay in the copy for long, nor in the lasting
 * log, which {@link Tidying} shortens after each copy. Copies in the background, while commits go on. Used by one
 * thread.
 */
final class Copier implements AutoCloseable {
    /** How often to call {@link #look} if nothing else happens. */
    static final Duration LOOK = Duration.ofHours(1);

    private static final Duration AGE = Duration.ofHours(20);
    /** Least time between two copies, however much is written. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Copier.class);

    private final WholeCopy whole;
    private final StoreSite site;
    private final RecentCommits recent;
    private volatile @Nullable CommitStamp last;
    private volatile @Nullable Instant made;
    private volatile boolean stopped;
    /** {@link RecentCommits#written} when the last copy began. */
    private volatile long begunAt;

    private @Nullable Instant tried;
    private boolean checked;
    private CompletableFuture<Void> copying = CompletableFuture.completedFuture(null);

    Copier(WholeCopy whole, StoreSite site, RecentCommits recent, long number) {
        this.whole = whole;
        this.site = site;
        this.recent = recent;
        Optional<WholeCopy.Head> head = whole.head();
        last = head.map(WholeCopy.Head::stand).orElse(null);
        made = head.map(WholeCopy.Head::made).orElse(null);
        boolean leads = last().filter(copy ->
                        copy.number() == number || !recent.since(copy.number()).isEmpty())
                .isPresent();
        begunAt = leads ? 0 : -recent.size();
    }

    /** {@return the commit that the copy contains; empty if there is no copy} */
    Optional<CommitStamp> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Makes a copy if it is time: it is old, or the latest commits will soon no longer lead from it to the data.
     *
     * @param records opens a snapshot of all records
     * @return whether no copy is under way; if false, call again soon
     */
    boolean look(Supplier<Snapshot> records) {
        Instant now = site.clock().instant();
        if (!checked) {
            checked = true;
            copying = CompletableFuture.runAsync(this::check, site.background());
        }
        Instant before = made;
        boolean old = before == null || Duration.between(before, now).abs().compareTo(AGE) >= 0;
        boolean far = recent.written() - begunAt > recent.size() / 2;
        boolean rested = tried == null || Duration.between(tried, now).abs().compareTo(PAUSE) >= 0;
        if ((!old && !far) || !rested || !copying.isDone()) {
            return copying.isDone();
        }
        tried = now;
        begunAt = recent.written();
        Snapshot snapshot = records.get();
        try {
            copying = CompletableFuture.runAsync(() -> copy(snapshot, now), site.background());
        } catch (RuntimeException | Error e) {
            snapshot.close();
            throw e;
        }
        return copying.isDone();
    }

    /** Reads the copy once, so that a damaged one is replaced now rather than found when it is needed. */
    private void check() {
        if (made == null) {
            return;
        }
        try {
            whole.read(record -> {});
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("store: the whole copy is no use and is made anew: {}", e.toString());
            last = null;
            made = null;
        }
    }

    private void copy(Snapshot snapshot, Instant now) {
        try (snapshot) {
            whole.write(new WholeCopy.Head(snapshot.stand(), now), snapshot, site.random(), () -> stopped);
            last = snapshot.stand();
            made = now;
        } catch (IOException | RuntimeException | Error e) {
            // the copy before is still there; a full disk, or a failure that closed the data, may be over next time
            if (!stopped) {
                LOG.warn("store: no whole copy was made: {}", e.toString());
            }
        }
    }

    /** Gives up a copy that is under way. */
    @Override
    public void close() {
        stopped = true;
        try {
            copying.get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("store: a whole copy that was being made was left", e);
        }
    }
}
