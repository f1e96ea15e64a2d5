package org.ringback.audit.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;

/** One entry as a line without its MAC: number, UTC time, and its texts as a JSON object (RFC 8259). Stateless. */
final class EntryText {
    private static final Pattern LINE = Pattern.compile("([0-9]+) (\\S+) (\\{.*})");
    private static final Pattern FIELD = Pattern.compile("\"([a-z]+)\":\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"[,}]");

    /** More than five texts of the longest can take. */
    private static final int LONGEST = 8_192;

    private EntryText() {}

    static String of(AuditLine line) {
        AuditEntry entry = line.entry();
        return line.number() + " " + line.when() + " {\"what\":" + quoted(entry.what()) + ",\"who\":"
                + quoted(entry.who()) + ",\"object\":" + quoted(entry.object()) + ",\"from\":" + quoted(entry.from())
                + ",\"outcome\":" + quoted(entry.outcome()) + "}";
    }

    /** An entry has no control characters, so these two suffice. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** {@return the number with which a text begins; empty if it begins otherwise} */
    static Optional<Long> number(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? Optional.empty() : Link.number(text.substring(0, end));
    }

    /** Reads a text; empty if it is none of ours. */
    static Optional<AuditLine> read(String text) {
        Matcher line = LINE.matcher(text);
        Optional<Long> number = number(text);
        if (text.length() > LONGEST || !line.matches() || number.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(line.group(3));
        while (field.find()) {
            fields.put(field.group(1), field.group(2).replaceAll("\\\\(.)", "$1"));
        }
        try {
            return Optional.of(new AuditLine(
                    number.get(),
                    Instant.parse(line.group(2)),
                    new AuditEntry(
                            fields.getOrDefault("what", ""),
                            fields.getOrDefault("who", ""),
                            fields.getOrDefault("object", ""),
                            fields.getOrDefault("from", ""),
                            fields.getOrDefault("outcome", ""))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
