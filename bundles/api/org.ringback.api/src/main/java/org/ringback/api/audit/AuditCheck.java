package org.ringback.api.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.Amount;

/**
 * The result of checking the audit log. Immutable.
 *
 * @param files how many files were checked
 * @param lines how many lines are good
 * @param from when the first good one was recorded; empty if there is none
 * @param to when the last good one was recorded; empty if there is none
 * @param wrong what is wrong and was not acknowledged, by file and line; empty if all is good
 * @param acknowledged what is wrong and was acknowledged by {@link AuditLog#acknowledge}
 */
public record AuditCheck(
        int files,
        long lines,
        Optional<Instant> from,
        Optional<Instant> to,
        List<Wrong> wrong,
        List<Wrong> acknowledged) {
    /** Copies the lists. */
    public AuditCheck {
        wrong = List.copyOf(wrong);
        acknowledged = List.copyOf(acknowledged);
    }

    /**
     * One place where the log is not as it was written.
     *
     * @param file the file, below the home
     * @param line the line in it, from 1; 0 for the whole file
     * @param what what is wrong, in words
     * @param further how many lines behind it in the same file are wrong too
     */
    public record Wrong(String file, int line, String what, int further) {
        /** {@return place and fault in words} */
        public String text() {
            return file + (line == 0 ? "" : ", line " + line) + ": " + what
                    + (further == 0
                            ? ""
                            : "; " + Amount.of(further, "more line is", "more lines are") + " wrong behind it");
        }
    }
}
