package org.ringback.shell.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the value of {@code --until}: a day, which counts to its end, a local time, an instant, or for how long. Stateless. */
final class Until {
    private static final String EXPECTED =
            " (expected: a time to come: a day, as 2026-12-31, to its end; a local time, as"
                    + " 2026-12-31T18:00; an instant, as 2026-12-31T17:00:00Z; or for how long, as 8h or 3d)";

    private Until() {}

    /**
     * Reads it.
     *
     * @param text as typed
     * @param now the time, in the zone in which a day and a local time are meant
     * @return when it ends, after now
     */
    static Instant read(String text, ZonedDateTime now) {
        Instant end = Stream.<Supplier<Instant>>of(
                        () -> now.toInstant().plus(Since.span(text)),
                        () -> LocalDate.parse(text)
                                .plusDays(1)
                                .atStartOfDay(now.getZone())
                                .toInstant(),
                        () -> LocalDateTime.parse(text).atZone(now.getZone()).toInstant(),
                        () -> Instant.parse(text))
                .flatMap(form -> read(form))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("--until: " + text + EXPECTED));
        if (!end.isAfter(now.toInstant())) {
            throw CommandFailure.usage("--until: " + text + " has passed" + EXPECTED);
        }
        return end;
    }

    private static Stream<Instant> read(Supplier<Instant> form) {
        try {
            return Stream.of(form.get());
        } catch (DateTimeException e) {
            return Stream.empty(); // in another form
        }
    }
}
