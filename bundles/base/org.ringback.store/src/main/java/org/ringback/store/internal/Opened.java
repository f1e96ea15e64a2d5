package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.ringback.api.Secret;

/**
 * The open parts of a store, before its tables are used. Handed on once.
 *
 * @param site where it is
 * @param keys its keys
 * @param journal what is written around each commit
 * @param file the data
 * @param base the data that it starts with
 * @param first whether this is the first start: the key file then gets its name once the data are on disk
 */
record Opened(StoreSite site, Keys keys, Journal journal, DataFile file, Base base, boolean first) {
    /**
     * Opens the store of a site; makes a new one if there are neither key nor data.
     *
     * @throws IOException if the store is refused; the message says why and what to do
     */
    static Opened at(StoreSite site) throws IOException {
        Medium medium = site.medium();
        Places places = site.places();
        if (!medium.exists(places.keyFile())) {
            return first(site);
        }
        Secret secret = KeyFile.read(medium, places.keyFile());
        return medium.exists(places.mark()) ? again(site, new Keys(secret)) : older(site, new Keys(secret));
    }

    private static Opened again(StoreSite site, Keys keys) throws IOException {
        Journal journal = Journal.open(site, keys);
        try {
            return new Opened(site, keys, journal, file(site, keys), new Start(site, keys, journal).open(), false);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw StoreFailures.of(e);
        }
    }

    private static DataFile file(StoreSite site, Keys keys) {
        return new DataFile(site.medium(), site.places().data(), site.places().keyFile(), keys);
    }

    /** Makes a mark for data of a version that wrote none. */
    private static Opened older(StoreSite site, Keys keys) throws IOException {
        DataFile file = file(site, keys);
        MVStore data;
        try {
            data = file.open();
        } catch (StoreRefusal e) {
            throw e;
        } catch (IOException e) {
            throw Start.refused(e);
        }
        try {
            if (CommitStamp.of(data).isPresent()) {
                throw Start.refused(new IOException("file: " + site.places().mark() + " is missing"));
            }
            ContentSum content = file.content(data);
            Base base = new Base(data, 0, content, true, 0, List.of());
            return new Opened(site, keys, Journal.create(site, keys, 0), file, base, false);
        } catch (IOException | RuntimeException e) {
            data.closeImmediately();
            throw StoreFailures.of(e);
        }
    }

    private static Opened first(StoreSite site) throws IOException {
        Medium medium = site.medium();
        Places places = site.places();
        boolean cutOff = medium.exists(places.freshKey());
        for (Path path : places.sealed()) {
            if (cutOff) {
                // left over from an interrupted first start, of which nothing was acknowledged
                medium.delete(path);
            } else if (medium.size(path) > 0) {
                throw new IOException("key-file: " + places.keyFile() + " is missing, but there are data in " + path
                        + " (expected: the key that they were written with, from a backup)");
            }
        }
        medium.delete(places.freshKey());
        medium.prepare(places.data());
        Keys keys = new Keys(KeyFile.create(site));
        Journal journal = Journal.create(site, keys, 0);
        try {
            DataFile file = file(site, keys);
            MVStore data = file.openOrMake();
            medium.sync(places.data());
            return new Opened(
                    site, keys, journal, file, new Base(data, 0, new ContentSum(keys), true, 0, List.of()), true);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw StoreFailures.of(e);
        }
    }
}
