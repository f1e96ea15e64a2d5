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
 * One key of a configuration: what reads its value, and what people and programs are told of it. Declared in a {@link
 * Schema}. Immutable.
 *
 * @param <T> what its text comes to
 * @param name as it is written
 * @param standard the text that counts where nothing is written
 * @param expected what may be written, as documents and refusals say it
 * @param choices words that may be written, for a console that completes; of a list or a map those of one entry's value
 * @param sentence what it is for, in one line
 * @param reader throws {@link IllegalArgumentException} or {@link NoSuchElementException} for a text that it does not take
 */
public record Key<T>(
        String name,
        String standard,
        String expected,
        List<String> choices,
        String sentence,
        Function<String, T> reader) {
    private static final String EXPECTED = " (expected: ";

    /** Copies. */
    public Key {
        choices = List.copyOf(choices);
    }

    /**
     * Reads its value.
     *
     * @param values by key
     * @return what is written there, else the default
     * @throws IllegalArgumentException {@code key: 'value' (expected: …)}
     */
    public T in(Map<String, ?> values) {
        String written = text(values.get(name));
        try {
            return read(written.isEmpty() ? standard : written, expected, reader);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Refuses a value that could be read, for example because of another key's.
     *
     * @param value what is wrong
     * @param instead what was expected
     * @return to be thrown
     */
    public IllegalArgumentException refusal(Object value, String instead) {
        return new IllegalArgumentException(name + ": '" + value + "'" + EXPECTED + instead + ")");
    }

    /** Reads one text or one part of it; a reader's own words stay where they say what was expected. */
    static <E> E read(String text, String expected, Function<String, E> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            String own = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    own.contains(EXPECTED) ? own : "'" + text + "'" + EXPECTED + expected + ")", e);
        }
    }

    /** ConfigurationAdmin carries several texts too. */
    private static String text(@Nullable Object value) {
        Stream<?> parts = value instanceof Object[] array
                ? Arrays.stream(array)
                : value instanceof Collection<?> list ? list.stream() : Stream.ofNullable(value);
        return parts.map(String::valueOf).collect(Collectors.joining(",")).strip();
    }
}
