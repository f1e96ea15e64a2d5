package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Test;
import org.ringback.api.EquipmentId;

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

    private void same(String first, String second) {
        next(first);
        pass(5);
        assertEquals(Optional.of(first), next(first));
        pass(60);
        next(second);
        pass(5);
        assertEquals(second, Optional.empty(), next(second));
        next();
    }

    private void another(String first, String second) {
        next(first);
        pass(5);
        assertEquals(Optional.of(first), next(first));
        pass(60);
        next(second);
        pass(5);
        assertEquals(Optional.of(second), next(second));
        next();
    }

    @Test
    public void aWarningWithTheTimeOfTheLatestTryIsTheSameOne() {
        String clock = "lamp-1: its server did not prove itself: server.example (192.0.2.1:3478): certificate expired"
                + " (expected: a chain of its CA that is valid now; this gateway's clock says %s: if that is wrong, set"
                + " it; else have the server's operator look at the server's clock and chain)";
        same(clock.formatted("2026-11-30T08:49:24Z"), clock.formatted("2026-12-01T00:00:05Z"));
        same("noticed 2026-11-30T08:49:24.123456789Z: lost", "noticed 2026-11-30T08:49:25Z: lost");
        same("since 2026-11-30 08:49, lost", "since 2026-12-01 10:00, lost");
        same("since 2026-11-30T08:49:24+01:00: lost", "since 2026-11-30T07:49:25+00:00: lost");
        same("since 08:49: lost", "since 17:03:12: lost");
        another("audit-2026-11-30.log: lost", "audit-2026-12-01.log: lost");
        another("2026-11-30.log: lost", "2026-12-01.log: lost");
        another("[2001:db8::10:20]:80: in use", "[2001:db8::10:21]:80: in use");
        another("home.example:10:20: in use", "home.example:10:21: in use");
    }

    @Test
    public void aCountIsOneAtTheBeginningAndWithCommasAndWithAUnitOfTime() {
        same(
                "strangers hold 999 connections that say nothing and 3 in their handshake",
                "strangers hold 2,100 connections that say nothing and 512 in their handshake");
        same("12 pieces of equipment have not fetched keys", "1,200 pieces of equipment have not fetched keys");
        same("forward 8080: try again in 59 s", "forward 8080: try again in 2 min");
        same("silent (4 s ago)", "silent (3 min ago)");
        another("192.0.2.1 is in use", "192.0.2.2 is in use");
        another("port 8080: in use", "port 8081: in use");
        another("lamp 1,2 is lost", "lamp 1,3 is lost");
    }

    @Test
    public void aNameOfDigitsAloneIsNoCountAsWhoeverWarnsQuotesIt() {
        another(id("12") + " is suspended: its code", id("13") + " is suspended: its code");
        another("anna may no longer ask for " + id("7") + ": it", "anna may no longer ask for " + id("8") + ": it");
        same("12 pieces of equipment have not fetched keys", "13 pieces of equipment have not fetched keys");
    }

    private static String id(String name) {
        return new EquipmentId(name).inWords();
    }

    @Test
    public void ofAListThatIsCutShortTheNamesDoNotMatter() {
        String away = ": not registered, and cannot be rung: nobody listens";
        same("a, b, c, d, e and 95 more" + away, "b, c, d, e, f and 94 more" + away);
        another("a, b, c" + away, "a, b, d" + away);
        another("a, b, c, d, e and 2 more" + away, "a, b, c, d, e and 2 more: without a password");
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
