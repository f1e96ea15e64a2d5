package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/**
 * Builds new data from the whole copy and the latest commits in a file aside, then exchanges them for the present ones.
 * Used once.
 */
final class Rebuild {
    /** How many records one commit takes. */
    private static final int BATCH = 10_000;

    private final StoreSite site;
    private final Keys keys;
    private final WholeCopy whole;

    Rebuild(StoreSite site, Keys keys, WholeCopy whole) {
        this.site = site;
        this.keys = keys;
        this.whole = whole;
    }

    /** Fills new data with records. */
    private interface Source {
        void copyTo(MVStore fresh, Consumer<Change> records) throws IOException;
    }

    /**
     * Builds data aside from the whole copy.
     *
     * @param recent the latest commits, if there are any; those that follow the copy are applied to it
     * @return the last commit in the new data
     * @throws IOException if the copy is not whole
     */
    CommitStamp prepare(@Nullable RecentCommits recent) throws IOException {
        WholeCopy.Head head = whole.head()
                .orElseThrow(() -> new IOException("file: " + site.places().whole() + " is no whole copy"));
        List<RecentCommits.Entry> way =
                recent == null ? List.of() : recent.since(head.stand().number());
        return make(head.stand(), way, (fresh, records) -> whole.read(records));
    }

    /**
     * Copies open data aside, so that the new file has no remains of commits that a power cut interrupted.
     *
     * @param data open
     * @param stand the last commit in them
     * @param way the commits to apply to them
     * @return the last commit in the new data
     */
    CommitStamp anew(MVStore data, CommitStamp stand, List<RecentCommits.Entry> way) throws IOException {
        return make(stand, way, (fresh, records) -> {
            for (String name : data.getMapNames()) {
                if (!name.equals(CommitStamp.TABLE)) {
                    DataFile.table(data, name).forEach((key, value) -> records.accept(Change.put(name, key, value)));
                }
            }
            Setbacks.read(data).ifPresent(setback -> Setbacks.put(fresh, setback));
        });
    }

    private CommitStamp make(CommitStamp from, List<RecentCommits.Entry> way, Source source) throws IOException {
        Path file = site.places().freshData();
        site.medium().delete(file);
        MVStore data = new DataFile(site.medium(), file, site.places().keyFile(), keys).openOrMake();
        try {
            ContentSum content = new ContentSum(keys);
            int[] count = {0};
            source.copyTo(data, record -> {
                Start.apply(data, content, record);
                if (++count[0] % BATCH == 0) {
                    data.commit();
                }
            });
            require(content, from.content());
            CommitStamp stand = from;
            for (RecentCommits.Entry entry : way) {
                for (Change change : entry.changes()) {
                    Start.apply(data, content, change);
                }
                stand = new CommitStamp(entry.number(), entry.content());
            }
            require(content, stand.content());
            stand.put(data);
            data.commit();
            data.sync();
            return stand;
        } catch (IOException | RuntimeException e) {
            data.closeImmediately();
            site.medium().delete(file);
            throw StoreFailures.of(e);
        } finally {
            data.closeImmediately();
        }
    }

    private void require(ContentSum content, byte[] expected) throws IOException {
        if (!Arrays.equals(content.bytes(), expected)) {
            throw new IOException("file: " + site.places().whole() + " is damaged: its records are not what they were");
        }
    }

    /**
     * Exchanges the new data for the present ones, which are kept; not before the new ones are safe on disk.
     *
     * @param journal makes them safe on disk
     * @return where the replaced data are, in words
     */
    String exchange(Journal journal) throws IOException {
        Medium medium = site.medium();
        Places places = site.places();
        String kept = "";
        if (medium.exists(places.data())) {
            int number = 1;
            while (medium.exists(places.aside(number))) {
                number++;
            }
            medium.keep(places.data(), places.aside(number));
            kept = "; the damaged file is kept as " + places.aside(number);
        }
        replace(journal);
        return kept;
    }

    /** Exchanges the new data for the present ones, which are not kept. */
    void replace(Journal journal) throws IOException {
        Path data = site.places().data();
        journal.settle();
        site.medium().move(site.places().freshData(), data);
        site.medium().sync(data);
        journal.settle();
    }
}
