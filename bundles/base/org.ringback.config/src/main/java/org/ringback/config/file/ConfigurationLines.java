package org.ringback.config.file;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Changes one key in the text of a configuration file and leaves everything else as it is: comments, other keys, the
 * ends of lines. Lines are those that {@link ConfigurationText} reads. Stateless.
 */
public final class ConfigurationLines {
    /** What Java's regular expressions call a line, with its end. */
    private static final Pattern AFTER_AN_END = Pattern.compile("(?<=\\n|[\\x0B\\f\\x85\\u2028\\u2029]|\\r(?!\\n))");

    private static final String MARK = "\uFEFF";

    private ConfigurationLines() {}

    /**
     * Gives a key a value.
     *
     * @param text the text of the file
     * @param key the key, of letters, digits, points and dashes
     * @param value its value; empty for the default
     * @return the text with that value where the key stands and is no comment; at the end if it stands nowhere. If it
     *     stands there several times, only the last one is left, which counts
     */
    public static String with(String text, String key, String value) {
        String mark = text.startsWith(MARK) ? MARK : "";
        List<String> entries = entries(text.substring(mark.length()));
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String line = key + " =" + (value.isEmpty() ? "" : " " + escaped(value));
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at < entries.size(); at++) {
            if (keyOf(entries.get(at)).equals(key)) {
                places.add(at);
            }
        }
        if (places.isEmpty()) {
            if (value.isEmpty()) {
                return text;
            }
            String whole = String.join("", entries);
            return mark + whole + (whole.isEmpty() || isEnded(whole) ? "" : end) + line + end;
        }
        int last = places.remove(places.size() - 1);
        entries.set(last, line + (isEnded(entries.get(last)) ? end : ""));
        places.forEach(earlier -> entries.set(earlier, ""));
        return mark + String.join("", entries);
    }

    /** The text in entries: a line with its end, or several of which each but the last ends with a backslash. */
    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : AFTER_AN_END.split(text, -1)) {
            open.append(line);
            boolean comment = open.length() == line.length() && isComment(line);
            if (comment || !joins(withoutEnd(line))) {
                entries.add(open.toString());
                open.setLength(0);
            }
        }
        if (open.length() > 0) {
            entries.add(open.toString());
        }
        return entries;
    }

    private static boolean isComment(String line) {
        String first = line.stripLeading();
        return first.isEmpty() || first.startsWith("#") || first.startsWith("!");
    }

    private static boolean joins(String line) {
        int at = line.length();
        while (at > 0 && line.charAt(at - 1) == '\\') {
            at--;
        }
        return (line.length() - at) % 2 != 0;
    }

    private static String withoutEnd(String line) {
        int length = line.length();
        while (length > 0 && isEnd(line.charAt(length - 1))) {
            length--;
        }
        return line.substring(0, length);
    }

    private static boolean isEnded(String line) {
        return !line.isEmpty() && isEnd(line.charAt(line.length() - 1));
    }

    private static boolean isEnd(char one) {
        return "\n\r\u000B\f\u0085\u2028\u2029".indexOf(one) >= 0;
    }

    private static String keyOf(String entry) {
        if (isComment(entry)) {
            return "";
        }
        Properties one = new Properties();
        try {
            one.load(new StringReader(entry));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        } catch (IllegalArgumentException e) {
            return ""; // an escape that is none: whoever reads the file says so
        }
        return one.stringPropertyNames().stream().findFirst().orElse("");
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }
}
