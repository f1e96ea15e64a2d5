package org.ringback.runtime;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes command lines that a person may copy: this program as it was called, and words quoted for a shell. Stateless.
 */
final class Called {
    /** Set by {@code bin/ringback}. */
    private static final String PROPERTY = "ringback.called";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

    private Called() {}

    /** {@return the command line of this program with the given words} */
    static String program(Object... words) {
        return line(Stream.concat(Stream.of(System.getProperty(PROPERTY, "ringback")), Stream.of(words))
                .toArray());
    }

    /** {@return the words quoted for a shell} */
    static String line(Object... words) {
        return Stream.of(words).map(word -> quoted(word.toString())).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
