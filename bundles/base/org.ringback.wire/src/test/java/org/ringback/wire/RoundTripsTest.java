package org.ringback.wire;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.Test;

/** The value of ROUND-TRIPS: two times in microseconds, of which 0 says nothing. */
public class RoundTripsTest {
    private static final Optional<Duration> NONE = Optional.empty();

    @Test
    public void theIssuersTimeStandsBeforeTheAcceptorsInMicroseconds() {
        RoundTrips both = new RoundTrips(time(Duration.ofMillis(23)), time(Duration.ofNanos(8_000)));
        assertEquals("000059d8" + "00000008", hex(both));
        assertEquals(both, RoundTrips.of(both.bytes()));
    }

    @Test
    public void aTimeThatIsNotKnownIsZero() {
        assertEquals("00000000" + "000003e8", hex(new RoundTrips(NONE, time(Duration.ofMillis(1)))));
        assertEquals(
                new RoundTrips(time(Duration.ofMillis(1)), NONE),
                RoundTrips.of(HexFormat.of().parseHex("000003e800000000")));
        assertFalse(RoundTrips.of(new byte[RoundTrips.LENGTH]).known());
        assertTrue(new RoundTrips(NONE, time(Duration.ofMillis(1))).known());
    }

    @Test
    public void aKnownTimeIsRoundedUpSoThatItNeverBecomesZero() {
        assertEquals("00000001" + "00000002", hex(new RoundTrips(time(Duration.ZERO), time(Duration.ofNanos(1_001)))));
    }

    @Test
    public void aTimeLongerThanTheFieldTakesIsTheLongest() {
        RoundTrips hours = new RoundTrips(time(Duration.ofHours(2)), NONE);
        assertEquals("ffffffff" + "00000000", hex(hours));
        assertEquals(
                Duration.ofNanos(0xFFFF_FFFFL * 1_000),
                RoundTrips.of(hours.bytes()).issuer().orElseThrow());
    }

    @Test
    public void theWordsNameBothInMilliseconds() {
        assertEquals(
                "issuer 23.36 ms, acceptor unknown", new RoundTrips(time(Duration.ofNanos(23_360_000)), NONE).words());
    }

    private static Optional<Duration> time(Duration known) {
        return Optional.of(known);
    }

    private static String hex(RoundTrips times) {
        return HexFormat.of().formatHex(times.bytes());
    }
}
