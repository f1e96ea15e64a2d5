package org.ringback.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps tables of records on disk, each record under a key. An OSGi service; thread-safe. */
@ProviderType
public interface Store {
    /**
     * Reads a whole table, as the roles do when they start. Blocks until all earlier writes are on disk, and returns
     * only what is on disk.
     *
     * @param table 1 to 64 characters of {@code a-z 0-9 . -}
     * @return a copy, in the order of the keys; empty if the table was never written
     * @throws java.io.UncheckedIOException if it could not be read, or the store is closed
     */
    Map<String, byte[]> read(String table);

    /**
     * Reads a whole table that may have very many records, without holding all of them in memory. Blocks, as
     * {@link #read} does.
     *
     * @param table 1 to 64 characters of {@code a-z 0-9 . -}
     * @param reader is given key and bytes of each record in the order of the keys, as they were on disk at some time
     *     during the call; runs on the caller's thread, and what it throws ends the call
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
     *     with {@link java.io.IOException} if they could not be written (some may be on disk all the same), if too much
     *     is waiting to be written, or if the store is closed
     */
    CompletionStage<Void> write(List<Change> changes);

    /**
     * The number of the last commit that is on disk. It is stored with the data, so it goes down only if older data
     * take their place. Never blocks.
     *
     * @return 0 before the first commit
     */
    long commits();

    /**
     * Whether the store lost the value of a record that was written with {@link Change#lasting}. Happens where older
     * data took the place of newer ones and an older version had logged the write without its value: the store then
     * removes the record's earlier value. True until the record is written again. Never blocks.
     *
     * @param table its table
     * @param key which record
     * @return whether its value is lost
     */
    boolean stale(String table, String key);

    /**
     * The last time that older data were found in the place of newer ones. Never blocks.
     *
     * @return empty if it never happened
     */
    Optional<Setback> setback();
}
