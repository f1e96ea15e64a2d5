package org.ringback.config.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of a change to a file, in words for records: by the names of keys, never by their values. Stateless. */
final class Difference {
    private static final Pattern KEY = Pattern.compile("^([a-zA-Z0-9.-]{1,64}): ");

    private Difference() {}

    /** {@return what changed; empty if nothing did} */
    static String words(@Nullable Map<String, String> before, @Nullable Map<String, String> now) {
        if (Objects.equals(before, now)) {
            return "";
        }
        if (now == null) {
            return "not in force any more";
        }
        Map<String, String> was = before == null ? Map.of() : before;
        TreeSet<String> keys = Stream.concat(was.keySet().stream(), now.keySet().stream())
                .filter(key -> !Objects.equals(was.get(key), now.get(key)))
                .collect(Collectors.toCollection(TreeSet::new));
        return "in force; changed: " + String.join(", ", keys);
    }

    /** {@return that it was refused, and for which keys} */
    static String refused(List<String> reasons) {
        String keys = reasons.stream()
                .map(KEY::matcher)
                .filter(Matcher::find)
                .map(key -> key.group(1))
                .distinct()
                .collect(Collectors.joining(", "));
        return "refused" + (keys.isEmpty() ? "" : ": " + keys);
    }
}
