package org.ringback.api.configuration;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One key of a configuration: how its value is read, and what documents and programs say about it. Declared in a
 * {@link Schema}. Immutable.
 *
 * @param <T> the type of its value
 * @param name the name as written in the file
 * @param standard the default, as a text
 * @param expected which values are allowed, for documents and refusals
 * @param choices the allowed words, for a console's completion; for a list or a map, those of one entry's value
 * @param sentence what the key is for, in one line
 * @param reader makes the value of a text; throws {@link IllegalArgumentException} or {@link NoSuchElementException} to
 *     refuse it
 */
public record Key<T>(
        String name,
        String standard,
        String expected,
        List<String> choices,
        String sentence,
        Function<String, T> reader) {
    private static final String EXPECTED = " (expected: ";

    /** Copies the choices. */
    public Key {
        choices = List.copyOf(choices);
    }

    /**
     * Reads this key's value.
     *
     * @param values all texts, by key
     * @return the value; the default if the key is missing
     * @throws IllegalArgumentException {@code key: 'value' (expected: …)}
     */
    public T in(Map<String, ?> values) {
        String written = text(values.get(name));
        try {
            return read(written.isEmpty() ? standard : written, expected, reader);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + nearest(String.valueOf(e.getMessage()), written), e);
        }
    }

    /** The message with the choice that a word of the value was probably meant to be, unless its reader names that. */
    private String nearest(String message, String written) {
        if (NearMiss.asksIn(message)) {
            return message;
        }
        String asked = Arrays.stream(written.split("[\\s,;=/]+", -1))
                .filter(word -> !word.isEmpty() && !choices.contains(word))
                .map(word -> NearMiss.asked(word, choices))
                .filter(one -> !one.isEmpty())
                .findFirst()
                .orElse("");
        return message.endsWith(")") ? message.substring(0, message.length() - 1) + asked + ")" : message;
    }

    /**
     * Makes the refusal of a value that could be read, for example because it contradicts another key's value.
     *
     * @param value the value that is wrong
     * @param instead what was expected
     * @return the exception, for the caller to throw
     */
    public IllegalArgumentException refusal(Object value, String instead) {
        return new IllegalArgumentException(name + ": '" + value + "'" + EXPECTED + instead + ")");
    }

    /** Reads a text or a part of it; keeps the message of a reader that says itself what was expected. */
    static <E> E read(String text, String expected, Function<String, E> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            String own = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    own.contains(EXPECTED) ? own : "'" + text + "'" + EXPECTED + expected + ")", e);
        }
    }

    /** The value as one text; ConfigurationAdmin may also give a collection of texts. */
    private static String text(@Nullable Object value) {
        Stream<?> parts = value instanceof Object[] array
                ? Arrays.stream(array)
                : value instanceof Collection<?> list ? list.stream() : Stream.ofNullable(value);
        return parts.map(String::valueOf).collect(Collectors.joining(",")).strip();
    }
}
