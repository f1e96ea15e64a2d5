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
 * Keeps the whole copy young: less than a day old, so that a password that was changed, or a secret that was revoked,
 * does not stay in it, nor, behind the copy, in the log of writes for good ({@link Tidying}); and so that the latest commits
 * lead from it to the data. Copies in the background, while commits go on. Used by one thread.
 */
final class Copier implements AutoCloseable {
    /** How often one should ask whether a copy is due. */
    static final Duration LOOK = Duration.ofHours(1);

    private static final Duration AGE = Duration.ofHours(20);
    /** Not more often than that, however much is written. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Copier.class);

    private final WholeCopy whole;
    private final StoreSite site;
    private final Recent recent;
    private volatile @Nullable Stand last;
    private volatile @Nullable Instant made;
    private volatile boolean stopped;
    /** How much was written to the latest commits when the last copy was begun. */
    private volatile long begunAt;

    private @Nullable Instant tried;
    private boolean checked;
    private CompletableFuture<Void> copying = CompletableFuture.completedFuture(null);

    Copier(WholeCopy whole, StoreSite site, Recent recent, long number) {
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

    /** {@return what the copy is of; empty if there is none} */
    Optional<Stand> last() {
        return Optional.ofNullable(last);
    }

    /**
     * Makes a copy if it is time: it is old, or the latest commits will soon no longer lead from it to the data.
     *
     * @param records begins to read them
     * @return whether nothing is under way; else one should look again soon
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

    /** A copy that is no use when it is needed is made anew now. */
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
            // the one before is still there; a full disk, or a failure that closed the data, may pass
            if (!stopped) {
                LOG.warn("store: no whole copy was made: {}", e.toString());
            }
        }
    }

    /** Gives up what is under way. */
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
