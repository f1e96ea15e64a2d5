package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/** Puts data together out of the whole copy and the latest commits: aside, and then in the place of others. Used once. */
final class Rebuild {
    /** So many records are put into one commit. */
    private static final int BATCH = 10_000;

    private final Site site;
    private final Keys keys;
    private final WholeCopy whole;

    Rebuild(Site site, Keys keys, WholeCopy whole) {
        this.site = site;
        this.keys = keys;
        this.whole = whole;
    }

    /**
     * Makes the data aside.
     *
     * @param recent the latest commits, if there are any; those that follow the copy are done over it
     * @return which commit they are
     * @throws IOException if the copy is not whole
     */
    Stand prepare(@Nullable Recent recent) throws IOException {
        Path fresh = site.places().freshData();
        site.medium().delete(fresh);
        WholeCopy.Head head = whole.head()
                .orElseThrow(() -> new IOException("file: " + site.places().whole() + " is no whole copy"));
        MVStore data = new DataFile(site.medium(), fresh, site.places().keyFile(), keys).openOrMake();
        try {
            Content content = new Content(keys);
            int[] count = {0};
            whole.read(record -> {
                Start.apply(data, content, record);
                if (++count[0] % BATCH == 0) {
                    data.commit();
                }
            });
            require(content, head.stand().content());
            Stand stand = head.stand();
            List<Recent.Entry> way = recent == null ? List.of() : recent.since(stand.number());
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
            site.medium().delete(fresh);
            throw Failures.of(e);
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
     * Puts them in the place of others, which are kept.
     *
     * @return where those are, in words
     */
    String exchange() throws IOException {
        Medium medium = site.medium();
        Places places = site.places();
        String kept = "";
        if (medium.exists(places.data())) {
            int number = 1;
            while (medium.exists(places.aside(number))) {
                number++;
            }
            medium.move(places.data(), places.aside(number));
            kept = "; the damaged file is kept as " + places.aside(number);
        }
        medium.move(places.freshData(), places.data());
        medium.sync(places.data());
        return kept;
    }
}
