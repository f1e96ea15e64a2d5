package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Moment;
import org.ringback.kernel.PlausibleClock;

/** The small rules alone: how often, how long, how many. */
public final class SmallRulesTest {
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    /** The monotonic clock may begin anywhere, and overflow. */
    private static final long NOW = Long.MAX_VALUE - 5 * SECOND_NANOS;

    // --- waiting ---

    @Test
    public void threeAtOnceAndThenOneASecond() {
        TokenBucket rate = new TokenBucket(3, Duration.ofSeconds(1));
        assertEquals(3, taken(rate, NOW));
        assertFalse(rate.take(NOW + SECOND_NANOS / 2));
        assertEquals(NOW + SECOND_NANOS, rate.nextAt());
        assertTrue(rate.take(NOW + SECOND_NANOS));
        assertFalse(rate.take(NOW + SECOND_NANOS));
    }

    @Test
    public void aLongPauseDoesNotMakeABurstLonger() {
        TokenBucket rate = new TokenBucket(3, Duration.ofSeconds(1));
        assertTrue(rate.take(NOW));
        long later = NOW + 3_600 * SECOND_NANOS;
        assertEquals(3, taken(rate, later));
    }

    private static int taken(TokenBucket rate, long nanos) {
        int taken = 0;
        while (taken < 100 && rate.take(nanos)) {
            taken++;
        }
        return taken;
    }

    // --- what is remembered ---

    @Test
    public void theLatest256AreKnown() {
        Seen<Integer> seen = new Seen<>();
        for (int i = 0; i < 256; i++) {
            assertTrue(seen.add(i));
        }
        assertFalse(seen.add(0));
        assertTrue(seen.add(256));
        assertFalse(seen.contains(0));
        assertTrue(seen.contains(1));
    }

    // --- time ---

    private final ProvenTime time = new ProvenTime(Instant.EPOCH);

    private static Moment moment(long seconds, Instant wall) {
        return new Moment(NOW + seconds * SECOND_NANOS, wall);
    }

    @Test
    public void aGatewayWithoutClockGoesOnFromTheServersTime() {
        time.learn(Rig.START, moment(0, Instant.EPOCH));
        assertEquals(Rig.START, time.at(moment(0, Instant.EPOCH)));
        assertEquals(Rig.START.plusSeconds(3_600), time.at(moment(3_600, Instant.EPOCH.plusSeconds(3_600))));
    }

    @Test
    public void aTimeOnDiskStandsStillUntilAServerTellsTheTime() {
        ProvenTime found = new ProvenTime(Rig.START);
        assertEquals(Rig.START, found.at(moment(3_600, Instant.EPOCH)));
        found.learn(Rig.START.minusSeconds(1), moment(0, Instant.EPOCH));
        assertEquals("time does not go back", Rig.START, found.at(moment(0, Instant.EPOCH)));
    }

    @Test
    public void aClockThatIsPlausibleIsRightWhateverWasLearnt() {
        Instant wall = Rig.START.plusSeconds(5);
        assertEquals("a server ahead of it is not", wall, time.learn(wall.plusSeconds(60), moment(0, wall)));
        assertEquals(wall, time.at(moment(0, wall)));
        ProvenTime wrong = new ProvenTime(Rig.START.plus(Duration.ofDays(400)));
        assertEquals(wall, wrong.at(moment(0, wall)));
        assertEquals(List.of(wall, Rig.START.plus(Duration.ofDays(400))), wrong.dates(moment(0, wall)));
        assertEquals("two clocks that agree mend it", wall, wrong.learn(wall, moment(0, wall)));
        assertEquals(List.of(wall), wrong.dates(moment(0, wall)));
    }

    @Test
    public void aClockThatIsSetBackRevivesNoChain() {
        ProvenTime found = new ProvenTime(Rig.START);
        assertEquals(List.of(Rig.START), found.dates(moment(0, Instant.EPOCH)));
        assertEquals(
                "the build stands without any proof",
                List.of(PlausibleClock.BUILD),
                time.dates(moment(0, PlausibleClock.BUILD.minusSeconds(1))));
    }

    @Test
    public void aServersTimeIsNotBelievedBeyondItsChainNorBesideAClockThatIsRight() {
        Instant later = Rig.START.plus(Duration.ofDays(400));
        time.learn(later, moment(0, Rig.START));
        assertEquals(List.of(Rig.START), time.dates(moment(0, Rig.START)));
        ProvenTime found = new ProvenTime(Rig.START);
        assertEquals(Rig.START, found.learn(later, moment(0, Instant.EPOCH)));
        Instant soon = Rig.START.plus(Duration.ofDays(60));
        assertEquals(soon, found.learn(soon, moment(0, Instant.EPOCH)));
    }
}
