package org.ringback.shell.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which warnings somebody is told: each once, when it has stood for a while, and again only after it went away.
 * Warnings that differ in nothing but counts, times, and the names before "and 3 more" are the same one. Has no clock;
 * used by one thread.
 */
final class AlarmWatch {
    /** How long a warning stands until it is told. */
    static final Duration STANDS = Duration.ofSeconds(5);
    /** Most that are told within a minute; further ones wait, as long as they stand. */
    static final int A_MINUTE = 10;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** A day or a time of day or both, as of a clock that is told; no part of the name of a file, nor of an address. */
    private static final Pattern TIME = Pattern.compile("(?<![\\w.:\\[/-])"
            + "(\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?)?"
            + "|\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?)"
            + "(?![\\w/\\]]|[.:-]\\w)");
    /**
     * A number of its own, with its unit if it is of time; no part of a name or an address. Whoever warns keeps a name of
     * digits alone from looking like that, as {@link org.ringback.api.Warnings} says.
     */
    private static final Pattern COUNT =
            Pattern.compile("(?<=^|[ (])(\\d+|\\d{1,3}(,\\d{3})+)(?= |$)( (ms|s|min|h|days?)(?!\\w))?");
    /** The first names of a list that is too long for a line: which ones are first is no matter. */
    private static final Pattern SOME = Pattern.compile("[^\\s,]+(, [^\\s,]+)* and # more\\b");

    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final Deque<Long> told = new ArrayDeque<>();

    private static final class Seen {
        private final long since;
        private boolean told;

        Seen(long since) {
            this.since = since;
        }
    }

    /**
     * Looks at what stands, and takes the next warning to be told.
     *
     * @param warnings all that stand now
     * @param now monotonic nanoseconds
     * @return the warning, which counts as told from now on; empty if there is none, or too many were told lately
     */
    Optional<String> next(List<String> warnings, long now) {
        Set<String> standing = new HashSet<>();
        for (String warning : warnings) {
            String same = withoutChanges(warning);
            standing.add(same);
            seen.computeIfAbsent(same, first -> new Seen(now));
        }
        seen.keySet().retainAll(standing);
        while (!told.isEmpty() && now - told.element() >= MINUTE) {
            told.remove();
        }
        if (told.size() >= A_MINUTE) {
            return Optional.empty();
        }
        Optional<String> due =
                warnings.stream().filter(warning -> isDue(warning, now)).findFirst();
        due.ifPresent(warning -> {
            seen(warning).told = true;
            told.add(now);
        });
        return due;
    }

    private boolean isDue(String warning, long now) {
        Seen one = seen(warning);
        return !one.told && now - one.since >= STANDS.toNanos();
    }

    private Seen seen(String warning) {
        return seen.getOrDefault(withoutChanges(warning), new Seen(Long.MAX_VALUE));
    }

    private static String withoutChanges(String warning) {
        String timeless = TIME.matcher(warning).replaceAll("#");
        return SOME.matcher(COUNT.matcher(timeless).replaceAll("#")).replaceAll("some");
    }
}
