package org.ringback.shell.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ringback.api.audit.AuditEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the owner's program for each warning that is due, one after the other. Used by one thread. */
final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final List<String> words;
    private final Supplier<List<String>> warnings;
    private final AlarmRunner runner;
    private final AlarmTrouble trouble;
    private final Consumer<AuditEntry> audit;
    private final LongSupplier nanos;
    private final AlarmWatch watch = new AlarmWatch();

    /**
     * Begins with nothing told: what stands already is told too.
     *
     * @param words the program, and words for it
     * @param warnings what needs a person now, but for what alarms nobody
     * @param runner runs the program
     * @param trouble is told how the last look and the last run came out; what it warns of is never told to the program
     * @param audit records each run
     * @param nanos monotonic time
     */
    Alarms(
            List<String> words,
            Supplier<List<String>> warnings,
            AlarmRunner runner,
            AlarmTrouble trouble,
            Consumer<AuditEntry> audit,
            LongSupplier nanos) {
        this.words = words;
        this.warnings = warnings;
        this.runner = runner;
        this.trouble = trouble;
        this.audit = audit;
        this.nanos = nanos;
    }

    /** Looks once, and runs the program for all that is due; to be called every few seconds. */
    void look() throws InterruptedException {
        for (Optional<String> due = next(); due.isPresent(); due = next()) {
            run(due.get());
        }
    }

    private Optional<String> next() {
        try {
            List<String> own = trouble.warnings();
            List<String> standing = warnings.get();
            trouble.looked(Optional.empty());
            return watch.next(
                    standing.stream().filter(warning -> !own.contains(warning)).toList(), nanos.getAsLong());
        } catch (IllegalStateException e) {
            LOG.debug("{}: a role does not answer; looked at again", AlarmSchema.NAME, e);
            return Optional.empty();
        } catch (RuntimeException e) { // a fault of whoever warns, which must not end the looking
            String why = AlarmSchema.NAME + ": the warnings cannot be told: " + e
                    + " (expected: a list of them from each role; the"
                    + " log has the whole fault; looked at again every few seconds)";
            if (!trouble.warnings().contains(why)) {
                LOG.error("{}", why, e);
                trouble.looked(Optional.of(why));
            }
            return Optional.empty();
        }
    }

    private void run(String warning) throws InterruptedException {
        String how;
        boolean failed = true;
        try {
            int exit = runner.run(words, warning);
            failed = exit != 0;
            how = "ended with " + exit;
        } catch (IOException e) {
            how = "failed: " + e.getMessage();
        }
        audit.accept(
                new AuditEntry("alarm", AuditEntry.PROGRAM, words.get(0), AuditEntry.PROGRAM, how + ": " + warning));
        if (failed) {
            LOG.warn("{}: {} {}, when it was told: {}", AlarmSchema.NAME, words.get(0), how, Visible.line(warning));
            trouble.ran(
                    Optional.of(AlarmSchema.NAME + ": " + words.get(0) + " " + how + ", when it was told: " + warning
                            + " (expected: a program that ends with 0 within 30 s; it is not told of this one again)"));
        } else {
            trouble.ran(Optional.empty());
        }
    }
}
