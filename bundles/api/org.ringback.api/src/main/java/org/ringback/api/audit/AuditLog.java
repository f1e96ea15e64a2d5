package org.ringback.api.audit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what was done and refused, in lines that are only ever added, each chained to the one before under a key. A
 * service that may be away: whoever records goes on without it. Thread-safe.
 */
public interface AuditLog {
    /** Most lines that {@link #latest} gives at once. */
    int MOST = 1_000;

    /**
     * Adds a line. Returns at once: never waits for the disk.
     *
     * @param entry what happened; no password, code, string or key may be in it
     * @return completes once the line is on disk; fails if it cannot be written now, in words: then a bounded number of
     *     lines is kept and tried again, and what is dropped is counted. What depends on it runs on the log's own
     *     thread, and must not block
     */
    CompletionStage<Void> record(AuditEntry entry);

    /**
     * Reads the latest lines.
     *
     * @param before only lines with a smaller number; {@link Long#MAX_VALUE} for the very latest
     * @param limit at most so many, 1 to {@link #MOST}
     * @return the lines, the latest first; those that cannot be understood are left out, as {@link #verify} names them
     * @throws IOException if the files cannot be read
     */
    List<AuditLine> latest(long before, int limit) throws IOException;

    /**
     * Checks every line that is kept.
     *
     * @return what is wrong, or how much is good
     * @throws IOException if the files cannot be read
     */
    AuditCheck verify() throws IOException;

    /**
     * Acknowledges everything that is wrong now: a line is added for each, and no warning tells of it any more, also
     * after a restart; {@link #verify} goes on to name it. Of what becomes wrong later the warnings tell. The default
     * acknowledges nothing.
     *
     * @return what was acknowledged, in words, once it is on disk; empty if there is nothing that was not acknowledged
     * @throws IOException if the files cannot be read
     */
    default CompletionStage<List<String>> acknowledge() throws IOException {
        return CompletableFuture.completedFuture(List.of());
    }
}
