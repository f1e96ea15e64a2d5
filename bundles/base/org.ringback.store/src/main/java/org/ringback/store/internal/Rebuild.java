package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/** Puts data together out of the whole copy and the latest commits: aside, and then in the place of others. Used once. */
final class Rebuild {
    /** So many records are put into one commit. */
    private static final int BATCH = 10_000;

    private final StoreSite site;
    private final Keys keys;
    private final WholeCopy whole;

    Rebuild(StoreSite site, Keys keys, WholeCopy whole) {
        this.site = site;
        this.keys = keys;
        this.whole = whole;
    }

    /** Fills data that are made. */
    private interface Source {
        void copyTo(MVStore fresh, Consumer<Change> records) throws IOException;
    }

    /**
     * Makes data aside out of the whole copy.
     *
     * @param recent the latest commits, if there are any; those that follow the copy are done over it
     * @return which commit they are
     * @throws IOException if the copy is not whole
     */
    Stand prepare(@Nullable Recent recent) throws IOException {
        WholeCopy.Head head = whole.head()
                .orElseThrow(() -> new IOException("file: " + site.places().whole() + " is no whole copy"));
        List<Recent.Entry> way =
                recent == null ? List.of() : recent.since(head.stand().number());
        return make(head.stand(), way, (fresh, records) -> whole.read(records));
    }

    /**
     * Makes the same data aside: without what MVStore may have left of commits that the power cut off.
     *
     * @param data open
     * @param stand which commit they are
     * @param way the commits to be done over them
     * @return which commit the new ones are
     */
    Stand anew(MVStore data, Stand stand, List<Recent.Entry> way) throws IOException {
        return make(stand, way, (fresh, records) -> {
            for (String name : data.getMapNames()) {
                if (!name.equals(Stand.TABLE)) {
                    DataFile.table(data, name).forEach((key, value) -> records.accept(Change.put(name, key, value)));
                }
            }
            Setbacks.read(data).ifPresent(setback -> Setbacks.put(fresh, setback));
        });
    }

    private Stand make(Stand from, List<Recent.Entry> way, Source source) throws IOException {
        Path file = site.places().freshData();
        site.medium().delete(file);
        MVStore data = new DataFile(site.medium(), file, site.places().keyFile(), keys).openOrMake();
        try {
            Content content = new Content(keys);
            int[] count = {0};
            source.copyTo(data, record -> {
                Start.apply(data, content, record);
                if (++count[0] % BATCH == 0) {
                    data.commit();
                }
            });
            require(content, from.content());
            Stand stand = from;
            for (Recent.Entry entry : way) {
                for (Change change : entry.changes()) {
                    Start.apply(data, content, change);
                }
                stand = new Stand(entry.number(), entry.content());
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

    private void require(Content content, byte[] expected) throws IOException {
        if (!Arrays.equals(content.bytes(), expected)) {
            throw new IOException("file: " + site.places().whole() + " is damaged: its records are not what they were");
        }
    }

    /**
     * Puts them in the place of others, which are kept; once they have settled, so that there is never less than before.
     *
     * @param journal settles them
     * @return where the others are, in words
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

    /** Puts them in the place of others, which are not kept. */
    void replace(Journal journal) throws IOException {
        Path data = site.places().data();
        journal.settle();
        site.medium().move(site.places().freshData(), data);
        site.medium().sync(data);
        journal.settle();
    }
}
