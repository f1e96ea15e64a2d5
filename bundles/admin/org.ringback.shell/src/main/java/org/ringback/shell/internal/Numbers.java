package org.ringback.shell.internal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people write and read them. Stateless. */
final class Numbers {
    private static final int THOUSAND = 1_000;
    /** Nanoseconds in a tenth of a millisecond. */
    private static final double NANOS_PER_TENTH = 100_000;
    /** Tenths in a whole. */
    private static final double TENTHS = 10;

    /** Nanoseconds in a hundredth of a millisecond. */
    private static final double NANOS_PER_HUNDREDTH = 10_000;
    /** Hundredths in a whole. */
    private static final double HUNDREDTHS = 100;

    private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB", "EB");

    private Numbers() {}

    /** {@return an amount of bytes in decimal units, as {@code 5.7 MB}} */
    static String bytes(long amount) {
        if (amount < THOUSAND) {
            return amount + " B";
        }
        int unit = 0;
        double rest = (double) amount / THOUSAND;
        // What would be rounded to a thousand is one of the next.
        while (rest >= THOUSAND - 0.05 && unit < UNITS.size() - 1) {
            rest /= THOUSAND;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", rest, UNITS.get(unit));
    }

    /** {@return a short time, as {@code 12.3 ms}} */
    static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", tenths(time));
    }

    /** {@return a short time in milliseconds, to a tenth} */
    static double tenths(Duration time) {
        return Math.round((double) time.toNanos() / NANOS_PER_TENTH) / TENTHS;
    }

    /** {@return a very short time in milliseconds, to a hundredth} */
    static double hundredths(Duration time) {
        return Math.round((double) time.toNanos() / NANOS_PER_HUNDREDTH) / HUNDREDTHS;
    }

    static int within(String option, String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw CommandFailure.usage(
                    option + ": " + text + " (expected: a whole number, " + min + " to " + max + ")");
        }
        throw CommandFailure.usage(option + ": " + text + " (expected: " + min + " to " + max + ")");
    }
}
