package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ringback.store.Change;

/** The tables of a store on a {@link MemoryDisk}, used by the test's own thread. */
final class MemoryStore implements AutoCloseable {
    static final int RECENT = 64 << 10;
    static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final Tables tables;

    MemoryStore(MemoryDisk disk) throws IOException {
        this(disk, NOW);
    }

    MemoryStore(MemoryDisk disk, Instant now) throws IOException {
        tables = new Tables(Opened.at(site(disk, now)));
        tables.copyIfDue();
    }

    static StoreSite site(MemoryDisk disk, Instant now) throws IOException {
        return new StoreSite(disk, places(), new Random(7), () -> now, RECENT, Runnable::run);
    }

    static Places places() throws IOException {
        return Places.of(Path.of("/home/data/ringback.mv"), Path.of("/home/keys/store.key"));
    }

    Tables tables() {
        return tables;
    }

    /** Returns once it is acknowledged. */
    void write(Change... changes) throws IOException {
        tables.apply(List.of(changes));
        tables.commit();
        tables.copyIfDue();
    }

    Map<String, byte[]> table(String name) throws IOException {
        return tables.read(name, "", Integer.MAX_VALUE);
    }

    String text(String table, String key) throws IOException {
        return StoreFolder.text(table(table), key);
    }

    @Override
    public void close() {
        tables.close();
    }
}
