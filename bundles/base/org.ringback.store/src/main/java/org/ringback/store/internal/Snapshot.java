package org.ringback.store.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/**
 * All records as one commit has them, to be read once, by any thread, while later commits are written: the space of that
 * commit is not used again before {@link #close}.
 */
final class Snapshot implements Iterator<Change>, AutoCloseable {
    private final MVStore data;
    private final Stand stand;
    private final MVStore.TxCounter use;
    private final List<Table> tables = new ArrayList<>();

    private record Table(String name, Cursor<String, byte[]> records) {}

    /** Begins; by the thread that owns the data, after a commit. */
    Snapshot(MVStore data, Stand stand) {
        this.data = data;
        this.stand = stand;
        this.use = data.registerVersionUsage();
        for (String name : data.getMapNames()) {
            if (!name.equals(Stand.TABLE)) {
                tables.add(new Table(name, DataFile.table(data, name).cursor(null)));
            }
        }
    }

    Stand stand() {
        return stand;
    }

    @Override
    public boolean hasNext() {
        return table() != null;
    }

    @Override
    public Change next() {
        Table table = table();
        if (table == null) {
            throw new NoSuchElementException("records: no more");
        }
        String key = table.records().next();
        return Change.put(table.name(), key, table.records().getValue());
    }

    private @Nullable Table table() {
        while (!tables.isEmpty() && !tables.get(0).records().hasNext()) {
            tables.remove(0);
        }
        return tables.isEmpty() ? null : tables.get(0);
    }

    @Override
    public void close() {
        data.deregisterVersionUsage(use);
    }
}
