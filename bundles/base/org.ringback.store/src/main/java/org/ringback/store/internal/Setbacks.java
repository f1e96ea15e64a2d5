package org.ringback.store.internal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.ringback.store.Setback;

/** Reads and writes the last {@link Setback} in the store's own table. Stateless. */
final class Setbacks {
    private static final String KEY = "setback";

    private Setbacks() {}

    static Optional<Setback> read(MVStore data) {
        if (!data.hasMap(CommitStamp.TABLE)) {
            return Optional.empty();
        }
        return Optional.ofNullable(DataFile.table(data, CommitStamp.TABLE).get(KEY))
                .map(record -> {
                    ByteBuffer fields = ByteBuffer.wrap(record);
                    return new Setback(fields.getLong(), fields.getLong(), Instant.ofEpochMilli(fields.getLong()));
                });
    }

    /** Adds it to the next commit of data. */
    static void put(MVStore data, Setback setback) {
        byte[] record = ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(setback.commits())
                .putLong(setback.number())
                .putLong(setback.when().toEpochMilli())
                .array();
        DataFile.table(data, CommitStamp.TABLE).put(KEY, record);
    }
}
