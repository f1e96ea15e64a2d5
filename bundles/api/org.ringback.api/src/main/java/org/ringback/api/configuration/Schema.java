package org.ringback.api.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The configuration keys of one bundle, each declared once, in a field of a subclass. Whatever reads, checks, documents
 * or completes a configuration uses it. One service for each PID, registered as long as the bundle is started, even if
 * it is not configured: so a file is checked before any of it is in force. Immutable once constructed.
 *
 * @param <T> the type of the settings that a configuration becomes
 */
public abstract class Schema<T> {
    private final String pid;
    private final String sentence;
    private final List<Key<?>> keys = new ArrayList<>();

    /**
     * Makes a schema without keys.
     *
     * @param pid the persistent identity (PID), which is also the file's name
     * @param sentence what is configured, and what a change does
     */
    protected Schema(String pid, String sentence) {
        this.pid = pid;
        this.sentence = sentence;
    }

    /** {@return the persistent identity (PID), which is also the file's name} */
    public final String pid() {
        return pid;
    }

    /** {@return what is configured, and what a change does} */
    public final String sentence() {
        return sentence;
    }

    /** {@return every key, in the order in which people read them} */
    public final List<Key<?>> keys() {
        return List.copyOf(keys);
    }

    /** {@return the names of all keys} */
    public final List<String> names() {
        return keys.stream().map(Key::name).sorted().toList();
    }

    /** {@return whether a change is taken only when the bundle is started the next time} */
    public boolean takenAtNextStart() {
        return false;
    }

    /**
     * Reads a whole configuration; has no side effect.
     *
     * @param values texts by key; a missing key has its default
     * @return the settings
     * @throws IllegalArgumentException if it is refused: {@code key: value (expected: …)}
     */
    public abstract T read(Map<String, ?> values);

    /**
     * Reads a new configuration while another one is in force; says why if it is refused.
     *
     * @param values the whole new configuration
     * @param refused is told the reason, in words for the log
     * @return the settings; empty if it is refused
     */
    public final Optional<T> change(Map<String, ?> values, Consumer<String> refused) {
        try {
            return Optional.of(read(values));
        } catch (IllegalArgumentException e) {
            refused.accept(pid + ": " + e.getMessage() + "; what was in force before stays");
            return Optional.empty();
        }
    }

    /**
     * Declares a key of any kind.
     *
     * @param <E> what its text comes to
     * @param name as it is written
     * @param reader makes the value, or throws as {@link Key#reader} does
     * @return the key, to be completed
     */
    protected final <E> Draft<E> key(String name, Function<String, E> reader) {
        return new Draft<>(name, (text, expected) -> reader.apply(text));
    }

    /**
     * Declares a whole number.
     *
     * @param name as it is written
     * @param standard what counts where nothing is written
     * @param min the smallest that is taken
     * @param max the largest that is taken
     * @return the key, to be completed
     */
    protected final Draft<Integer> number(String name, int standard, int min, int max) {
        return key(name, text -> {
                    int number = Integer.parseInt(text);
                    if (number < min || number > max) {
                        throw new IllegalArgumentException();
                    }
                    return number;
                })
                .standard(String.valueOf(standard))
                .expects(min + " to " + max);
    }

    /**
     * Declares a choice between words, written in any case.
     *
     * @param <E> the type of its value
     * @param name as it is written
     * @param standard what counts where nothing is written
     * @param choices the allowed values
     * @param word gives the word of a value
     * @return the key, to be completed
     */
    protected final <E> Draft<E> choice(String name, E standard, List<E> choices, Function<E, String> word) {
        List<String> words = choices.stream().map(word).toList();
        int last = words.size() - 1;
        return key(name, text -> choices.stream()
                        .filter(one -> word.apply(one).equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow())
                .standard(word.apply(standard))
                .expects(String.join(", ", words.subList(0, last)) + " or " + words.get(last))
                .choices(words);
    }

    /**
     * Declares a list; commas, semicolons or blanks separate the entries.
     *
     * @param <E> the type of an entry
     * @param name as it is written
     * @param reader reads an entry
     * @return the key, to be completed
     */
    protected final <E> Draft<List<E>> list(String name, Function<String, E> reader) {
        return new Draft<>(name, (text, expected) -> parts(text, "[,;\\s]+")
                .map(entry -> Key.read(entry, expected, reader))
                .toList());
    }

    /**
     * Declares a map, {@code name=value; name=value}, with each name once.
     *
     * @param <K> the type of a name
     * @param <V> the type of a value
     * @param name as it is written
     * @param named reads a name
     * @param valued reads a value
     * @return the key, to be completed
     */
    protected final <K, V> Draft<Map<K, V>> map(String name, Function<String, K> named, Function<String, V> valued) {
        return new Draft<>(name, (text, expected) -> {
            Map<K, V> map = new LinkedHashMap<>();
            parts(text, ";")
                    .forEach(entry -> Key.read(entry, expected, whole -> {
                        int equals = whole.indexOf('=');
                        if (equals < 0) {
                            throw new IllegalArgumentException();
                        }
                        K key = named.apply(whole.substring(0, equals).strip());
                        if (map.put(
                                        key,
                                        valued.apply(whole.substring(equals + 1).strip()))
                                != null) {
                            throw new IllegalArgumentException("'" + whole + "' (expected: each name once)");
                        }
                        return key;
                    }));
            return Map.copyOf(map);
        });
    }

    /**
     * Splits a text.
     *
     * @param text entries
     * @param separator the regular expression of what separates them
     * @return the entries without the blanks around them; none is empty
     */
    protected static Stream<String> parts(String text, String separator) {
        return Stream.of(text.split(separator, -1)).map(String::strip).filter(part -> !part.isEmpty());
    }

    /**
     * A key that is being declared; {@link #says} completes it.
     *
     * @param <E> what its text comes to
     */
    protected final class Draft<E> {
        private final String name;
        private final BiFunction<String, String, E> reader;
        private String standard = "";
        private String expected = "";
        private List<String> choices = List.of();

        private Draft(String name, BiFunction<String, String, E> reader) {
            this.name = name;
            this.reader = reader;
        }

        /**
         * Sets the default; without this call it is the empty text.
         *
         * @param text as it would be written
         * @return this
         */
        public Draft<E> standard(String text) {
            standard = text;
            return this;
        }

        /**
         * Says which values are allowed, for refusals and documents.
         *
         * @param words without a full stop
         * @return this
         */
        public Draft<E> expects(String words) {
            expected = words;
            return this;
        }

        /**
         * Says which words are allowed; for a list or a map, in an entry's value.
         *
         * @param words all of them
         * @return this
         */
        public Draft<E> choices(List<String> words) {
            choices = words;
            return this;
        }

        /**
         * Says what the key is for, and completes it.
         *
         * @param sentence with the unit, and what an empty default means
         * @return the key
         */
        public Key<E> says(String sentence) {
            String wanted = expected;
            Key<E> key = new Key<>(name, standard, wanted, choices, sentence, text -> reader.apply(text, wanted));
            keys.add(key);
            return key;
        }
    }
}
