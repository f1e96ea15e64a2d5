package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringback.api.RingStory;
import org.ringback.store.Change;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stories of a role over restarts: reads them at its start, and writes those that have ended behind the rings,
 * many at once, at most every {@link #AFTER}, and the rest when the role stops in order. A program that is killed loses
 * those of its last seconds; a record that cannot be read is counted and left out. Belongs to the role's loop, but for
 * the constructor.
 */
public final class StoryKeeper {
    /** How long what has ended waits for others to be written with it. */
    public static final Duration AFTER = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(StoryKeeper.class);
    private static final RingStory.End STOPPED =
            new RingStory.End(false, "how it ended is not known here: this role stopped before");

    private final String table;
    private final Stories stories;
    private final Metrics metrics;
    private final Store store;
    private final Loop loop;
    private boolean waits;
    private boolean closed;

    /**
     * Reads what the runs before have kept, which blocks; before the core's first event.
     *
     * @param table where they are kept, of this role alone
     * @param stories takes them, and gives those that end from now on
     * @param metrics counts what cannot be read or written
     * @param store has the table
     * @param loop the role's
     */
    public StoryKeeper(String table, Stories stories, Metrics metrics, Store store, Loop loop) {
        this.table = table;
        this.stories = stories;
        this.metrics = metrics;
        this.store = store;
        this.loop = loop;
        read();
        stories.listen(this::ended);
    }

    private void read() {
        List<StoredStory> found = new ArrayList<>();
        try {
            store.each(table, (key, bytes) -> read(key, bytes, found));
        } catch (RuntimeException e) {
            unreadable("all", e);
        }
        found.sort(Comparator.comparingLong(StoredStory::number));
        found.forEach(stories::restore);
    }

    private void read(String key, byte[] bytes, List<StoredStory> found) {
        try {
            found.add(StoredStory.read(table, bytes));
        } catch (RuntimeException e) {
            unreadable(key, e);
        }
    }

    private void unreadable(String which, RuntimeException why) {
        metrics.count(StoryMetric.UNREADABLE);
        LOG.warn(
                "{}: the story of an earlier ring cannot be read, and is left out: {}: {}",
                table,
                which,
                why.toString());
    }

    /** A story has ended, or has one more step after its end. */
    private void ended() {
        if (!waits && !closed) {
            waits = true;
            loop.schedule(AFTER, this::due);
        }
    }

    private void due() {
        waits = false;
        if (!closed) {
            write();
        }
    }

    private void write() {
        List<Change> changes = stories.takeUnwritten(table);
        if (!changes.isEmpty()) {
            store.write(changes).whenComplete((done, fault) -> {
                if (fault != null) {
                    loop.execute(() -> notWritten(changes));
                }
            });
        }
    }

    /** What was refused is written with what ends next: it is worth no try of its own. */
    private void notWritten(List<Change> changes) {
        metrics.count(StoryMetric.NOT_WRITTEN);
        stories.notWritten(changes);
    }

    /** Ends what has not ended, and writes what is not on disk; nothing after that. */
    public void close() {
        closed = true;
        stories.endAll(STOPPED);
        write();
    }
}
