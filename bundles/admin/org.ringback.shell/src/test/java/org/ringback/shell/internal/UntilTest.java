package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.Test;

public final class UntilTest {
    /** The clocks go back at 03:00 on 25 October 2026. */
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 10, 24, 12, 0, 0, 0, ZoneId.of("Europe/Berlin"));

    private static void assertEnds(String instant, String typed) {
        assertEquals(typed, Instant.parse(instant), Until.read(typed, NOW));
    }

    private static String refusal(String typed) {
        return String.valueOf(assertThrows(typed, CommandFailure.class, () -> Until.read(typed, NOW))
                .getMessage());
    }

    @Test
    public void aDayCountsToItsEndWhereThePersonIs() {
        assertEnds("2026-12-31T23:00:00Z", "2026-12-31");
        assertEnds("2026-10-25T23:00:00Z", "2026-10-25");
        assertEnds("2026-10-24T22:00:00Z", "2026-10-24");
    }

    @Test
    public void aTimeIsLocalAndAnInstantIsNot() {
        assertEnds("2026-12-31T17:00:00Z", "2026-12-31T18:00");
        assertEnds("2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z");
    }

    @Test
    public void aSpanCountsFromNow() {
        assertEnds("2026-10-24T18:00:00Z", "8h");
        assertEnds("2026-10-27T10:00:00Z", "3d");
        assertEnds("2026-10-24T10:30:00Z", "30m");
    }

    @Test
    public void whatHasPassedIsRefused() {
        for (String typed : List.of("2026-10-23", "2026-10-24T12:00", "2026-10-24T10:00:00Z", "0m")) {
            assertTrue(
                    typed, refusal(typed).startsWith("--until: " + typed + " has passed (expected: a time to come: "));
        }
    }

    @Test
    public void anythingElseIsRefusedWithTheForms() {
        for (String typed : List.of("", "tomorrow", "2026-02-30", "31.12.2026", "8 h", "9999999h", "-3d")) {
            assertTrue(
                    typed, refusal(typed).startsWith("--until: " + typed + " (expected: a time to come: a day, as "));
        }
    }
}
