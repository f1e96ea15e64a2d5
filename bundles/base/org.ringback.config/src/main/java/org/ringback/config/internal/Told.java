package org.ringback.config.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/** What is wrong with one file now; the log is told what is new, and when nothing is wrong any more. Guarded by its owner. */
final class Told {
    private List<Trouble> now = List.of();

    /**
     * Holds until the next time.
     *
     * @param label how the file is called
     * @param troubles all of it
     * @param log is told
     */
    void set(String label, List<Trouble> troubles, ConfigurationFolder.Target log) {
        List<Trouble> before = now;
        now = List.copyOf(troubles);
        now.stream().filter(one -> !before.contains(one)).forEach(one -> log.log(true, one.text()));
        if (now.isEmpty() && !before.isEmpty()) {
            log.log(false, label + ": is as it should be again");
        }
    }

    /** {@return why something was not taken, in words} */
    static String reason(Throwable failure) {
        return failure instanceof IllegalArgumentException
                        || failure instanceof IOException
                        || failure instanceof UncheckedIOException
                ? String.valueOf(failure.getMessage())
                : "cannot be judged: " + failure + " (expected: a judgement; whoever made its bundle should know)";
    }

    /** {@return all of it} */
    List<Trouble> now() {
        return now;
    }
}
