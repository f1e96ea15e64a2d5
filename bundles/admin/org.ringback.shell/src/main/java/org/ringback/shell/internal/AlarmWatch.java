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
 * Warnings that differ in nothing but a count are the same one. Has no clock; used by one thread.
 */
final class AlarmWatch {
    /** How long a warning stands until it is told. */
    static final Duration STANDS = Duration.ofSeconds(5);
    /** Most that are told within a minute; further ones wait, as long as they stand. */
    static final int A_MINUTE = 10;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** A number between blanks, which is no part of a name or an address. */
    private static final Pattern COUNT = Pattern.compile("(?<= )\\d+(?= )");

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
            String same = withoutCounts(warning);
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
        return seen.getOrDefault(withoutCounts(warning), new Seen(Long.MAX_VALUE));
    }

    private static String withoutCounts(String warning) {
        return COUNT.matcher(warning).replaceAll("#");
    }
}
