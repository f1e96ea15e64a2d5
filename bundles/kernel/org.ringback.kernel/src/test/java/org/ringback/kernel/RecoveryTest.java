package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import org.junit.Test;

public final class RecoveryTest {
    private static Duration after(Recovery recovery, int failures) {
        for (int i = 0; i < failures; i++) {
            recovery.failed();
        }
        return recovery.failed();
    }

    @Test
    public void waitsDoubleUpToFiveMinutesFromAQuarterLess() {
        Recovery recovery = new Recovery(() -> 0);
        assertEquals(Duration.ofMillis(750), recovery.failed());
        assertEquals(Duration.ofMillis(1_500), recovery.failed());
        assertEquals(Duration.ofSeconds(225), after(recovery, 38));
        recovery.reset();
        assertEquals(Duration.ofMillis(750), recovery.failed());
    }

    @Test
    public void whatWorkedOnceIsTriedAgainEachMinute() {
        Recovery recovery = new Recovery(() -> 0);
        recovery.failed();
        recovery.worked();
        assertEquals(Duration.ofMillis(750), recovery.failed());
        assertEquals(Duration.ofSeconds(45), after(recovery, 38));
    }

    @Test
    public void waitsAreAtMostAQuarterMore() {
        long millis = new Recovery(() -> -1).failed().toMillis();
        assertTrue(millis + " ms", millis >= 1_249 && millis <= 1_250);
    }

    @Test
    public void knocksAreSpreadAndNeverRarerThanRefreshes() {
        assertEquals(Duration.ofMillis(18_400), new Recovery(() -> 0).knock());
        assertTrue(new Recovery(() -> -1).knock().compareTo(Duration.ofSeconds(23)) <= 0);
        Recovery often = new Recovery(() -> -1);
        often.refreshed(Duration.ofSeconds(10));
        assertTrue(often.knock().compareTo(Duration.ofMillis(9_200)) <= 0);
        Recovery seldom = new Recovery(() -> 0);
        seldom.refreshed(Duration.ofMinutes(5));
        assertEquals(Duration.ofMillis(18_400), seldom.knock());
    }
}
