package org.ringback.shell.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the value of {@code --since}: an instant, or how long ago. Stateless. */
final class Since {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([mhd])");

    private Since() {}

    static Instant read(String text, Instant now) {
        try {
            return AGO.matcher(text).matches() ? now.minus(span(text)) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw CommandFailure.usage("--since: " + text + " (expected: an instant, as 2026-11-30T08:00:00Z,"
                    + " or how long ago, as 30m, 2h or 3d)");
        }
    }

    /**
     * Reads a span, as 30m, 2h or 3d.
     *
     * @param text as typed
     * @return how long
     * @throws DateTimeException if it has another form
     */
    static Duration span(String text) {
        Matcher parts = AGO.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("span: " + text + " (expected: as 30m, 2h or 3d)");
        }
        long many = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(many);
            case "h" -> Duration.ofHours(many);
            default -> Duration.ofDays(many);
        };
    }
}
