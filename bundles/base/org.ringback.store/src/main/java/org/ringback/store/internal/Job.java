package org.ringback.store.internal;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.ringback.store.Change;

/** What waits for the thread that owns the file. */
sealed interface Job {
    /** Tells the one who waits that it will not be done. */
    void fail(IOException reason);

    /**
     * Changes to be written.
     *
     * @param changes all or none of them
     * @param weight about how many bytes they hold while they wait
     * @param done completes when they are on disk
     */
    record Write(List<Change> changes, int weight, CompletableFuture<Void> done) implements Job {
        /** What a write takes beside its bytes, roughly. */
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
     * @param after behind which key; empty for the first
     * @param bytes about how much of them at most
     * @param answer completes with the records
     */
    record Read(String table, String after, int bytes, CompletableFuture<SortedMap<String, byte[]>> answer)
            implements Job {
        @Override
        public void fail(IOException reason) {
            answer.completeExceptionally(reason);
        }
    }

    /** The last one. */
    record Stop() implements Job {
        @Override
        public void fail(IOException reason) {
            // nobody waits for it
        }
    }
}
