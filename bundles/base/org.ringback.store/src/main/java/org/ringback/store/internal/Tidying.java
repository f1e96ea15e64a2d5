package org.ringback.store.internal;

import java.io.IOException;

/**
 * Keeps the log of writes for good short. After each whole copy nothing that was superseded stays in it, as a password that
 * was changed; in between it is written anew if it grew long. Of very many records only those stay that older data could
 * need. Used by one thread.
 */
final class Tidying {
    /** What many records leave out is looked at again after so many commits. */
    private static final int EVERY = 64;

    private final Journal journal;
    private final Copier copier;
    /** The whole copy after which the log was last written anew. */
    private long after;

    private long lookedAt = -EVERY;

    Tidying(Journal journal, Copier copier) {
        this.journal = journal;
        this.copier = copier;
    }

    /**
     * Writes the log anew if it is time.
     *
     * @param number the last commit
     */
    void look(long number) throws IOException {
        LastingLog log = journal.lasting();
        long copied = copier.last().map(Stand::number).orElse(0L);
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
