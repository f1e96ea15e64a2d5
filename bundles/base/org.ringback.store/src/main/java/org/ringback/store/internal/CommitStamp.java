package org.ringback.store.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * What data say of themselves, in a record of each commit.
 *
 * @param number of the commit
 * @param content what stands for all records
 */
record Stand(long number, byte[] content) {
    /** The store's own table; it does not count as content. */
    static final String TABLE = "store.state";

    private static final String KEY = "commit";

    /** {@return what data say; empty if they are an older version's, or empty} */
    static Optional<Stand> of(MVStore data) {
        if (!data.hasMap(TABLE)) {
            return Optional.empty();
        }
        MVMap<String, byte[]> table = DataFile.table(data, TABLE);
        return Optional.ofNullable(table.get(KEY)).map(record -> {
            ByteBuffer fields = ByteBuffer.wrap(record);
            return new Stand(fields.getLong(), Arrays.copyOfRange(record, Long.BYTES, Long.BYTES + Content.LENGTH));
        });
    }

    /** Puts it into the next commit of data. */
    void put(MVStore data) {
        byte[] record = ByteBuffer.allocate(Long.BYTES + Content.LENGTH)
                .putLong(number)
                .put(content)
                .array();
        DataFile.table(data, TABLE).put(KEY, record);
    }
}
