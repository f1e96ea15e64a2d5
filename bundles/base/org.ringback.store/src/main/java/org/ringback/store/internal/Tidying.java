package org.ringback.store.internal;

import java.io.IOException;

/**
 * Keeps the lasting log short. After each whole copy the log is rewritten without replaced entries, such as a password
 * that was changed; between copies, if it grew long. If it has very many entries, only those stay that the oldest data
 * lack. Used by one thread.
 */
final class Tidying {
    /** Commits between two rewrites of a log that has very many entries. */
    private static final int EVERY = 64;

    private final Journal journal;
    private final Copier copier;
    /** The commit of the whole copy after which the log was last rewritten. */
    private long after;

    private long lookedAt = -EVERY;

    Tidying(Journal journal, Copier copier) {
        this.journal = journal;
        this.copier = copier;
    }

    /**
     * Rewrites the log if it is time.
     *
     * @param number the last commit
     */
    void look(long number) throws IOException {
        LastingLog log = journal.lasting();
        long copied = copier.last().map(CommitStamp::number).orElse(0L);
        long oldest = Math.min(copied, number - DataFile.KEPT_COMMITS);
        if (log.size() > LastingLog.MANY && oldest > log.floor() && number - lookedAt >= EVERY) {
            lookedAt = number;
            journal.compact(oldest);
        } else if (log.wasteful() || (log.superseded() && copied > after)) {
            after = copied;
            journal.compact(log.floor());
        }
    }
}
