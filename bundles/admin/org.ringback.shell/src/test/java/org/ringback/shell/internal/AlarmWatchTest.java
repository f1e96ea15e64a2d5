package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Test;

/** Each warning is told once, when it has stood for a while, and again only after it went away. */
public class AlarmWatchTest {
    private static final String LOW = "lamp-1: its password is lost";
    private static final String OTHER = "lamp-2: its password is lost";

    private final AlarmWatch watch = new AlarmWatch();
    /** The monotonic clock may begin anywhere, and overflow. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos();

    private Optional<String> next(String... warnings) {
        return watch.next(List.of(warnings), now);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    public void aWarningIsToldOnceItHasStoodForFiveSeconds() {
        assertEquals(Optional.empty(), next(LOW));
        pass(4);
        assertEquals(Optional.empty(), next(LOW));
        pass(1);
        assertEquals(Optional.of(LOW), next(LOW));
        pass(3_600);
        assertEquals("never again while it stands", Optional.empty(), next(LOW));
    }

    @Test
    public void aWarningThatGoesWithinFiveSecondsIsNotTold() {
        next(LOW);
        pass(4);
        next();
        pass(1);
        assertEquals(Optional.empty(), next(LOW));
    }

    @Test
    public void aWarningThatWentAndComesAgainIsToldAgain() {
        next(LOW);
        pass(5);
        assertEquals(Optional.of(LOW), next(LOW));
        next();
        next(LOW);
        pass(5);
        assertEquals(Optional.of(LOW), next(LOW));
    }

    @Test
    public void eachOfSeveralIsToldInItsOrder() {
        next(LOW, OTHER);
        pass(5);
        assertEquals(Optional.of(LOW), next(LOW, OTHER));
        assertEquals(Optional.of(OTHER), next(LOW, OTHER));
        assertEquals(Optional.empty(), next(LOW, OTHER));
    }

    @Test
    public void aWarningWhoseCountChangesIsTheSameOneAndNamesAndAddressesAreNoCounts() {
        next("strangers hold 2048 connections");
        pass(5);
        assertEquals(Optional.of("strangers hold 2100 connections"), next("strangers hold 2100 connections"));
        pass(5);
        assertEquals(Optional.empty(), next("strangers hold 1 connections"));
        next("lamp-1: lost", "192.0.2.1:80: in use");
        pass(5);
        next("lamp-1: lost", "192.0.2.1:80: in use");
        next("lamp-1: lost", "192.0.2.1:80: in use");
        next("lamp-2: lost", "192.0.2.1:81: in use");
        pass(5);
        assertEquals(Optional.of("lamp-2: lost"), next("lamp-2: lost", "192.0.2.1:81: in use"));
        assertEquals(Optional.of("192.0.2.1:81: in use"), next("lamp-2: lost", "192.0.2.1:81: in use"));
    }

    @Test
    public void tenAreToldInAMinuteAndTheRestAsLongAsTheyStand() {
        String[] many =
                IntStream.range(0, 12).mapToObj(i -> "lamp-" + i + ": lost").toArray(String[]::new);
        next(many);
        pass(5);
        for (int i = 0; i < AlarmWatch.A_MINUTE; i++) {
            assertEquals(Optional.of(many[i]), next(many));
        }
        assertEquals(Optional.empty(), next(many));
        pass(59);
        assertEquals(Optional.empty(), next(many));
        pass(1);
        assertEquals("one of them went meanwhile", Optional.of(many[11]), next(many[0], many[11]));
        assertEquals(Optional.empty(), next(many[0], many[11]));
    }
}
