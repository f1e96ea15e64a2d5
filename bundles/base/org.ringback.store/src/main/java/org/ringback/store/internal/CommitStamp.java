package org.ringback.store.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A record in the data, written by each commit, of which commit they contain and the sum over their records.
 *
 * @param number of the commit
 * @param content the sum over all records
 */
record CommitStamp(long number, byte[] content) {
    /** The store's own table, which the sum leaves out. */
    static final String TABLE = "store.state";

    private static final String KEY = "commit";

    /** {@return the record in data; empty if the data are empty, or an older version wrote them} */
    static Optional<CommitStamp> of(MVStore data) {
        if (!data.hasMap(TABLE)) {
            return Optional.empty();
        }
        MVMap<String, byte[]> table = DataFile.table(data, TABLE);
        return Optional.ofNullable(table.get(KEY)).map(record -> {
            ByteBuffer fields = ByteBuffer.wrap(record);
            return new CommitStamp(
                    fields.getLong(), Arrays.copyOfRange(record, Long.BYTES, Long.BYTES + ContentSum.LENGTH));
        });
    }

    /** Adds it to the next commit of data. */
    void put(MVStore data) {
        byte[] record = ByteBuffer.allocate(Long.BYTES + ContentSum.LENGTH)
                .putLong(number)
                .put(content)
                .array();
        DataFile.table(data, TABLE).put(KEY, record);
    }
}
