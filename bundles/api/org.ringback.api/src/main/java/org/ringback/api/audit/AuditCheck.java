package org.ringback.api.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of checking the audit log. Immutable.
 *
 * @param lines how many lines are good
 * @param from when the first good one was recorded; empty if there is none
 * @param to when the last good one was recorded; empty if there is none
 * @param wrong what is wrong, by file and line; empty if all is good
 */
public record AuditCheck(long lines, Optional<Instant> from, Optional<Instant> to, List<Wrong> wrong) {
    /** Copies the list. */
    public AuditCheck {
        wrong = List.copyOf(wrong);
    }

    /**
     * One place where the log is not as it was written.
     *
     * @param file the file, below the home
     * @param line the line in it, from 1; 0 for the whole file
     * @param what what is wrong, in words
     */
    public record Wrong(String file, int line, String what) {
        /** {@return place and fault in words} */
        public String text() {
            return file + (line == 0 ? "" : ", line " + line) + ": " + what;
        }
    }
}
