package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables in the open file. After a failure the file is closed, so that nothing half-written is ever committed, and
 * opened anew for the next job. Owned by one thread at a time.
 */
final class Tables {
    /** Below this share of live data, in percent, old chunks are written anew. */
    private static final int FILL_RATE = 60;
    /** At most so much is written anew at a time, in bytes. */
    private static final int COMPACT_BYTES = 1 << 20;
    /** Longest compaction at the start, in milliseconds. */
    private static final int COMPACT_AT_START = 500;

    /** The store's own table: what it says of itself. */
    private static final String STATE = "store.state";

    private static final String COMMIT = "commit";

    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    private final Disk disk;
    private @Nullable MVStore store;
    /** Of the last commit on disk. Read by anybody. */
    private volatile long number;

    Tables(Disk disk) throws IOException {
        this.disk = disk;
        MVStore opened = disk.open();
        opened.compactFile(COMPACT_AT_START);
        this.store = opened;
        number = Optional.ofNullable(read(STATE).get(COMMIT))
                .map(record -> ByteBuffer.wrap(record).getLong())
                .orElse(0L);
    }

    long number() {
        return number;
    }

    /** Puts changes into the next commit. */
    void apply(List<Change> changes) throws IOException {
        for (Change change : changes) {
            MVMap<String, byte[]> table = table(change.table());
            if (change.value().isPresent()) {
                table.put(change.key(), change.value().get());
            } else {
                table.remove(change.key());
            }
        }
    }

    /** Brings what was applied to disk. */
    void commit() throws IOException {
        MVStore open = open();
        long next = number + 1;
        table(STATE).put(COMMIT, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
        open.commit();
        open.sync();
        number = next;
    }

    /** Writes sparsely used parts of the file anew, a little at a time, so that it stays small. */
    void compact() throws IOException {
        if (open().compact(FILL_RATE, COMPACT_BYTES)) {
            commit();
        }
    }

    Map<String, byte[]> read(String name) throws IOException {
        Map<String, byte[]> copy = new LinkedHashMap<>();
        if (open().hasMap(name)) {
            table(name).forEach((key, value) -> copy.put(key, value.clone()));
        }
        return copy;
    }

    /** After a failure: forgets what was not committed. */
    void abandon() {
        MVStore failed = store;
        store = null;
        if (failed != null) {
            try {
                failed.closeImmediately();
            } catch (MVStoreException e) {
                // it gives up its lock in any case, and what it failed at before is reported already
                LOG.debug("store: closing after a failure failed", e);
            }
        }
    }

    void close() {
        MVStore last = store;
        store = null;
        if (last != null) {
            last.close();
        }
    }

    private MVMap<String, byte[]> table(String name) throws IOException {
        return open().openMap(
                        name,
                        new MVMap.Builder<String, byte[]>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(ByteArrayDataType.INSTANCE));
    }

    private MVStore open() throws IOException {
        MVStore open = store;
        if (open == null) {
            open = disk.open();
            store = open;
        }
        return open;
    }
}
