package org.ringback.store.internal;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.ringback.store.Change;

/** Work that waits for the thread that owns the file. */
sealed interface Job {
    /** Fails the job's future: the job will not be done. */
    void fail(IOException reason);

    /**
     * Changes to be written.
     *
     * @param changes applied all or none
     * @param weight about how many bytes of memory they occupy while they wait
     * @param done completes when they are on disk
     */
    record Write(List<Change> changes, int weight, CompletableFuture<Void> done) implements Job {
        /** About how many bytes of memory a write takes beside its values. */
        private static final int OVERHEAD = 128;

        static Write of(List<Change> changes) {
            long weight = OVERHEAD;
            for (Change change : changes) {
                weight += OVERHEAD + change.key().length();
                weight += change.value().map(bytes -> bytes.length).orElse(0);
            }
            return new Write(changes, (int) Math.min(weight, Integer.MAX_VALUE), new CompletableFuture<>());
        }

        @Override
        public void fail(IOException reason) {
            done.completeExceptionally(reason);
        }
    }

    /**
     * Records of a table to be read.
     *
     * @param table which
     * @param after the key before the first wanted; empty to begin with the first record
     * @param bytes about how many bytes of records at most
     * @param answer completes with the records
     */
    record Read(String table, String after, int bytes, CompletableFuture<SortedMap<String, byte[]>> answer)
            implements Job {
        @Override
        public void fail(IOException reason) {
            answer.completeExceptionally(reason);
        }
    }

    /** Ends the thread; the last job. */
    record Stop() implements Job {
        @Override
        public void fail(IOException reason) {
            // nobody waits for this job
        }
    }
}
