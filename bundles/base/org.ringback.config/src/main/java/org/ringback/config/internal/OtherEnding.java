package org.ringback.config.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/**
 * Recognises a file that is named like a configuration file except for its ending: nobody reads it, and its author
 * should know. Stateless.
 */
final class OtherEnding {
    /** Names that editors and merges leave behind; these are meant for nobody. */
    private static final Pattern LEFT_OVER = Pattern.compile(".*(~|#|\\.sw[a-z]|\\.bak|\\.orig)");

    private OtherEnding() {}

    /**
     * Checks a name that does not end as a configuration file.
     *
     * @param name of the file
     * @param pids the PIDs of this program
     * @return the warning; empty if the name resembles none of these PIDs
     */
    static Optional<Trouble> of(String name, Collection<String> pids) {
        String plain = name.toLowerCase(Locale.ROOT);
        if (LEFT_OVER.matcher(plain).matches()) {
            return Optional.empty();
        }
        return pids.stream()
                .filter(pid -> plain.equals(pid) || plain.startsWith(pid + ".") || plain.startsWith(pid + "-"))
                .max(Comparator.comparingInt(String::length))
                .map(pid -> new Trouble(
                        pid,
                        false,
                        "config/" + name + ": its name ends otherwise, and it is not used (expected: config/" + pid
                                + ConfigurationFile.SUFFIX + "; give it that name, or move it away)"));
    }
}
