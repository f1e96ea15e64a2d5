package org.ringback.config.file;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys and values of one configuration file, read strictly: what cannot be right is refused, what is probably a
 * mistake gets a remark. The syntax is that of {@link Properties}, in UTF-8. Immutable.
 *
 * @param values the values by key, in alphabetical order
 * @param remarks probable mistakes, in words
 */
public record ConfigurationText(Map<String, String> values, List<String> remarks) {
    private static final String MARK = "\uFEFF";
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final byte BIG = (byte) 0xFE;
    private static final byte LITTLE = (byte) 0xFF;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)(}?)");
    private static final Pattern LINE = Pattern.compile("\\R");

    private static final Pattern UNICODE = Pattern.compile("\\\\u[0-9A-Fa-f]{4}");
    private static final int UNICODE_LENGTH = 6;

    /** Copies both collections. */
    public ConfigurationText {
        values = Map.copyOf(values);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads the bytes of a file.
     *
     * @param bytes the whole file
     * @return its keys and values
     * @throws IllegalArgumentException if it cannot be right; the message says where and what was expected
     */
    public static ConfigurationText parse(byte[] bytes) {
        return new Reading(decode(bytes)).read();
    }

    /**
     * Replaces each {@code ${name}} in the values.
     *
     * @param properties gives the text for a name; null if there is no such name
     * @param strict whether an unknown name is refused; else it stays as written
     * @return the text with the replacements
     * @throws IllegalArgumentException if a name is refused: {@code key: 'value' (expected: …)}
     */
    public ConfigurationText substituted(Function<String, @Nullable String> properties, boolean strict) {
        Map<String, String> all = new TreeMap<>();
        values.forEach((key, value) -> all.put(key, VARIABLE.matcher(value).replaceAll(found -> {
            @Nullable String stands = found.group(2).isEmpty() ? null : properties.apply(found.group(1));
            if (stands == null && strict) {
                throw new IllegalArgumentException(key + ": '" + value + "': nothing is called " + found.group()
                        + " (expected: ${ringback.home} or another property of the program)");
            }
            return Matcher.quoteReplacement(stands == null ? found.group() : stands);
        })));
        return new ConfigurationText(all, remarks);
    }

    private static String decode(byte[] bytes) {
        if (beginsWith(bytes, BIG, LITTLE) || beginsWith(bytes, LITTLE, BIG)) {
            throw new IllegalArgumentException("is UTF-16 (expected: UTF-8)");
        }
        int zeros = 0;
        for (byte one : bytes) {
            zeros += one == 0 ? 1 : 0;
        }
        if (zeros > 0) {
            throw new IllegalArgumentException(
                    zeros == bytes.length
                            ? "holds nothing but NUL, as after a loss of power (expected: text in UTF-8)"
                            : "holds NUL (expected: text in UTF-8; is it UTF-16?)");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.replace(MARK, "").isBlank()) {
            throw new IllegalArgumentException(
                    "is empty (expected: keys, or a comment at least where the defaults are meant)");
        }
        return text;
    }

    private static boolean beginsWith(byte[] bytes, byte first, byte second) {
        return bytes.length > 1 && bytes[0] == first && bytes[1] == second;
    }

    /** Parses one file, line by line. Used once. */
    private static final class Reading {
        private final Map<String, String> values = new TreeMap<>();
        private final Map<String, Integer> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final List<String> remarks = new ArrayList<>();
        private final String[] text;
        private int next;

        Reading(String text) {
            if (text.startsWith(MARK)) {
                remarks.add("begins with a byte-order mark (expected: none); it is skipped");
            }
            this.text = LINE.split(text.startsWith(MARK) ? text.substring(1) : text, -1);
        }

        ConfigurationText read() {
            while (next < text.length) {
                int number = next + 1;
                String line = text[next++].stripLeading();
                if (line.startsWith("#") || line.startsWith("!")) {
                    if (line.indexOf(NOT_UTF_8) >= 0) {
                        remarks.add("line " + number + ": a comment that is not UTF-8 (expected: UTF-8)");
                    }
                } else if (!line.isBlank()) {
                    entry(number, whole(line));
                }
            }
            return new ConfigurationText(values, remarks);
        }

        /** Joins a line that ends with a backslash with the next. */
        private String whole(String first) {
            StringBuilder whole = new StringBuilder(first);
            while (joins(whole) && next < text.length) {
                whole.setLength(whole.length() - 1);
                whole.append(text[next++].stripLeading());
            }
            return whole.toString();
        }

        private static boolean joins(CharSequence line) {
            int at = line.length();
            while (at > 0 && line.charAt(at - 1) == '\\') {
                at--;
            }
            return (line.length() - at) % 2 != 0;
        }

        private void entry(int number, String line) {
            if (line.indexOf(NOT_UTF_8) >= 0) {
                throw new IllegalArgumentException(
                        "line " + number + ": is not UTF-8 (expected: UTF-8, not Latin-1" + " for example)");
            }
            checkEscapes(number, line);
            Properties one = new Properties();
            try {
                one.load(new StringReader(line));
            } catch (IOException e) {
                throw new UncheckedIOException("a text in memory", e);
            }
            one.stringPropertyNames()
                    .forEach(key -> put(number, line, key, one.getProperty(key).strip()));
        }

        /**
         * Refuses an escape that Properties would silently misread: allowed are a backslash before a character that is
         * no letter or digit, and before the few letters that have a meaning.
         */
        private static void checkEscapes(int number, String line) {
            int at = line.indexOf('\\');
            while (at >= 0) {
                char letter = at + 1 < line.length() ? line.charAt(at + 1) : 'x';
                String escape = line.substring(at, Math.min(line.length(), at + (letter == 'u' ? UNICODE_LENGTH : 2)));
                boolean good = letter == 'u'
                        ? UNICODE.matcher(escape).matches()
                        : !Character.isLetterOrDigit(letter) || "tnrf".indexOf(letter) >= 0;
                if (!good) {
                    throw new IllegalArgumentException("line " + number + ": '" + escape
                            + "' (expected: \\\\ for a backslash, or \\u and four hexadecimal digits for a character)");
                }
                at = line.indexOf('\\', at + 2);
            }
        }

        private void put(int number, String line, String key, String value) {
            if (value.isEmpty() && !line.contains("=") && !line.contains(":")) {
                throw new IllegalArgumentException(
                        "line " + number + ": '" + line.strip() + "' (expected: key = value)");
            }
            @Nullable Integer before = lines.put(key, number);
            if (before != null) {
                remarks.add(key + ": is there twice, in lines " + before + " and " + number
                        + " (expected: once); the last one counts");
                values.keySet().removeIf(key::equalsIgnoreCase);
            }
            values.put(key, value);
        }
    }
}
