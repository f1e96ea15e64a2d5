package org.ringback.config.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/** A file that is named as one of ours but for its ending: nobody reads it, and whoever wrote it should know. Stateless. */
final class OtherEnding {
    /** What editors and merges leave beside a file is meant for nobody. */
    private static final Pattern LEFT_OVER = Pattern.compile(".*(~|#|\\.sw[a-z]|\\.bak|\\.orig)");

    private OtherEnding() {}

    /**
     * Judges a name that has not the ending of a configuration.
     *
     * @param name of the file
     * @param pids who takes a configuration here
     * @return what to tell; empty if it is like none of theirs
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
