package org.ringback.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/** Tables of records by key. An OSGi service; thread-safe. */
@ProviderType
public interface Store {
    /**
     * Reads a whole table, as the roles do when they start. Blocks until what was written before is on disk; shows only
     * what is.
     *
     * @param table 1 to 64 characters of {@code a-z 0-9 . -}
     * @return a copy, in the order of the keys; empty if the table was never written
     * @throws java.io.UncheckedIOException if it could not be read, or the store is closed
     */
    Map<String, byte[]> read(String table);

    /**
     * Reads a whole table that may have very many records: never are all of them in memory. Blocks, as {@link #read} does.
     *
     * @param table 1 to 64 characters of {@code a-z 0-9 . -}
     * @param reader takes key and bytes of each, as it was on disk at some time during the call, in the order of the keys, on
     *     the caller's thread; what it throws ends the call
     * @throws java.io.UncheckedIOException if it could not be read, or the store is closed
     */
    void each(String table, BiConsumer<String, byte[]> reader);

    /**
     * Looks whether a table has no record. Blocks, as {@link #read} does.
     *
     * @param table 1 to 64 characters of {@code a-z 0-9 . -}
     * @return whether it is empty, or was never written
     * @throws java.io.UncheckedIOException if it could not be read, or the store is closed
     */
    boolean isEmpty(String table);

    /**
     * Applies changes, all or none, in the order of the calls. Never blocks.
     *
     * @param changes what to write
     * @return completes, on a thread of the store's, once the changes are on disk and survive a kill; exceptionally
     *     with {@link java.io.IOException} if they could not be written (then nothing says that none of them is on
     *     disk), if too much is waiting to be written, or if the store is closed
     */
    CompletionStage<Void> write(List<Change> changes);

    /**
     * The number of the last commit that is on disk: it stands in the data, written with them, and never goes down
     * unless the data do. Never blocks.
     *
     * @return 0 before the first commit
     */
    long commits();

    /**
     * Whether a record is not there though an older version wrote it for good ({@link Change#lasting}) and kept no more than
     * that: the data went back to before that, and what they had in its place was removed. So it stays until the record is
     * written anew. Never blocks.
     *
     * @param table its table
     * @param key which record
     * @return whether it is lost
     */
    boolean stale(String table, String key);

    /**
     * The last time that data were found to have gone back. Never blocks.
     *
     * @return empty if it never happened
     */
    Optional<Setback> setback();
}
