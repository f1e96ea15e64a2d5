package org.ringback.runtime;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands that a person may copy: this program as it was called, and words that a shell takes as they are. Stateless. */
final class Called {
    /** Set by {@code bin/ringback}. */
    private static final String PROPERTY = "ringback.called";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    private Called() {}

    /** {@return this program with these words behind it} */
    static String program(Object... words) {
        return line(Stream.concat(Stream.of(System.getProperty(PROPERTY, "ringback")), Stream.of(words))
                .toArray());
    }

    /** {@return words as a shell reads them back} */
    static String line(Object... words) {
        return Stream.of(words).map(word -> quoted(word.toString())).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
