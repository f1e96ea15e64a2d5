package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import org.junit.Test;
import org.ringback.api.EquipmentId;

/** How fast relayed calls go: no faster than told, in all and each pair, and in equal parts where all want more. */
public class RelaySharesTest {
    private static final int BLOCK = 16_384;
    private static final long SECOND = 1_000_000_000L;

    private static final int CALLS = 16;

    private final long[] readAgain = new long[CALLS];
    private final long[] carried = new long[CALLS];

    private static RelayedPair pair(int number) {
        return new RelayedPair(new EquipmentId("anna"), new EquipmentId("lamp-" + number));
    }

    /** Shares of calls that are each of a pair of its own. */
    private static RelayShares shares(long bytesPerSecond, long ofPair) {
        RelayShares shares = new RelayShares(bytesPerSecond, ofPair);
        for (int call = 0; call < CALLS; call++) {
            shares.enter(call, pair(call));
        }
        return shares;
    }

    /** Lets the first calls read all they may for a while; this one of them only so much a second. */
    private void run(RelayShares shares, int calls, int modest, long perSecond, long from, long until) {
        for (long now = from; now < until; now += SECOND / 1_000) {
            for (int call = 0; call < calls; call++) {
                boolean wants = call != modest || carried[call] < perSecond * (now - from) / SECOND;
                if (wants && readAgain[call] <= now) {
                    carried[call] += BLOCK;
                    readAgain[call] = now + shares.took(call, BLOCK, now);
                }
            }
        }
    }

    private static void assertNear(long expected, long actual) {
        assertTrue(actual + " (expected: about " + expected + ")", Math.abs(actual - expected) < expected / 5);
    }

    @Test
    public void oneCallGoesAsFastAsOneMay() {
        run(shares(100 << 20, 1 << 20), 1, -1, 0, 0, 10 * SECOND);
        assertNear(10 << 20, carried[0]);
    }

    @Test
    public void fourCallsThatWantMoreThanThereIsGetEqualParts() {
        run(shares(4 << 20, 4 << 20), 4, -1, 0, 0, 20 * SECOND);
        for (int call = 0; call < 4; call++) {
            assertNear(20 << 20, carried[call]);
        }
        assertNear(80 << 20, carried[0] + carried[1] + carried[2] + carried[3]);
    }

    @Test
    public void aModestCallIsNotSlowedDownByGreedyOnes() {
        run(shares(4 << 20, 4 << 20), 4, 3, 256 << 10, 0, 20 * SECOND);
        assertNear(20 * (256 << 10), carried[3]);
        assertTrue(carried[0] + carried[1] + carried[2] > 60 << 20);
    }

    @Test
    public void aQuietPairWaitsForNobodyHoweverFarAllOthersAreBehind() {
        RelayShares shares = shares(1 << 20, 1 << 20);
        long longest = 0;
        for (long now = 0; now < 20 * SECOND; now += SECOND / 100) {
            for (int call = 1; call < CALLS; call++) {
                if (readAgain[call] <= now) {
                    readAgain[call] = now + shares.took(call, 16 * BLOCK, now);
                    longest = Math.max(longest, readAgain[call] - now);
                }
            }
            assertEquals(0, shares.took(0, 1, now));
        }
        assertTrue("the others never waited", longest > SECOND);
    }

    @Test
    public void whoSaidNothingForLongMayNotCatchUp() {
        RelayShares shares = shares(1 << 20, 1 << 20);
        assertEquals(0, shares.took(1, BLOCK, 0));
        run(shares, 1, -1, 0, 100 * SECOND, 101 * SECOND);
        assertNear(1 << 20, carried[0]);
        shares.leave(1);
    }

    @Test
    public void aPairOfEightCallsGetsWhatAPairOfOneGets() {
        RelayShares shares = new RelayShares(4 << 20, 4 << 20);
        for (int call = 0; call < 8; call++) {
            shares.enter(call, pair(0));
        }
        shares.enter(8, pair(1));
        run(shares, 9, -1, 0, 0, 20 * SECOND);
        assertNear(40 << 20, Arrays.stream(carried).limit(8).sum());
        assertNear(40 << 20, carried[8]);
    }

    @Test
    public void aPairThatFloodsOverEightCallsTakesNothingOfAModestOne() {
        RelayShares shares = new RelayShares(4 << 20, 4 << 20);
        for (int call = 0; call < 8; call++) {
            shares.enter(call, pair(0));
        }
        shares.enter(8, pair(1));
        run(shares, 9, 8, 1 << 20, 0, 20 * SECOND);
        assertNear(20 << 20, carried[8]);
        assertNear(60 << 20, Arrays.stream(carried).limit(8).sum());
    }

    @Test
    public void theCallsOfAPairGoNoFasterThanOneTogether() {
        RelayShares shares = new RelayShares(100 << 20, 1 << 20);
        for (int call = 0; call < 8; call++) {
            shares.enter(call, pair(0));
        }
        run(shares, 8, -1, 0, 0, 10 * SECOND);
        assertNear(10 << 20, Arrays.stream(carried).sum());
        for (int call = 1; call < 8; call++) {
            shares.leave(call);
        }
        run(shares, 1, -1, 0, 10 * SECOND, 20 * SECOND);
        assertNear(20 << 20, Arrays.stream(carried).sum());
    }
}
