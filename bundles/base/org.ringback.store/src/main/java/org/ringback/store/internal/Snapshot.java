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
 * All records as of one commit, to be read once, by one thread of any kind, while later commits are written: MVStore
 * does not reuse the space of that commit before {@link #close}.
 */
final class Snapshot implements Iterator<Change>, AutoCloseable {
    private final MVStore data;
    private final CommitStamp stand;
    private final MVStore.TxCounter use;
    private final List<Table> tables = new ArrayList<>();

    private record Table(String name, Cursor<String, byte[]> records) {}

    /** Takes the snapshot; on the thread that owns the data, right after a commit. */
    Snapshot(MVStore data, CommitStamp stand) {
        this.data = data;
        this.stand = stand;
        this.use = data.registerVersionUsage();
        for (String name : data.getMapNames()) {
            if (!name.equals(CommitStamp.TABLE)) {
                tables.add(new Table(name, DataFile.table(data, name).cursor(null)));
            }
        }
    }

    CommitStamp stand() {
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
