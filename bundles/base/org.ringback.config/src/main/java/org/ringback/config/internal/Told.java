package org.ringback.config.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/** The present troubles with one file; logs those that are new, and that the last one is over. Guarded by its owner. */
final class Told {
    private List<Trouble> now = List.of();

    /**
     * Replaces the troubles.
     *
     * @param label the file's name for messages
     * @param troubles all present ones
     * @param log writes to the log
     */
    void set(String label, List<Trouble> troubles, ConfigurationFolder.Target log) {
        List<Trouble> before = now;
        now = List.copyOf(troubles);
        now.stream().filter(one -> !before.contains(one)).forEach(one -> log.log(true, one.text()));
        if (now.isEmpty() && !before.isEmpty()) {
            log.log(false, label + ": is as it should be again");
        }
    }

    /** {@return the reason of a failure, in words} */
    static String reason(Throwable failure) {
        return failure instanceof IllegalArgumentException
                        || failure instanceof IOException
                        || failure instanceof UncheckedIOException
                ? String.valueOf(failure.getMessage())
                : "cannot be judged: " + failure + " (expected: a judgement; whoever made its bundle should know)";
    }

    /** {@return the present troubles} */
    List<Trouble> now() {
        return now;
    }
}
