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
        Matcher ago = AGO.matcher(text);
        try {
            return ago.matches() ? now.minus(span(Long.parseLong(ago.group(1)), ago.group(2))) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw CommandFailure.usage("--since: " + text + " (expected: an instant, as 2026-11-30T08:00:00Z,"
                    + " or how long ago, as 30m, 2h or 3d)");
        }
    }

    private static Duration span(long many, String unit) {
        return switch (unit) {
            case "m" -> Duration.ofMinutes(many);
            case "h" -> Duration.ofHours(many);
            default -> Duration.ofDays(many);
        };
    }
}
