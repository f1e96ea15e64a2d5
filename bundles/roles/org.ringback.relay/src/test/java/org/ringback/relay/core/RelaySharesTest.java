package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** How fast relayed calls go: no faster than told, in all and each, and in equal parts where all want more. */
public class RelaySharesTest {
    private static final int BLOCK = 16_384;
    private static final long SECOND = 1_000_000_000L;

    private final long[] readAgain = new long[8];
    private final long[] carried = new long[8];

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
        run(new RelayShares(100 << 20, 1 << 20), 1, -1, 0, 0, 10 * SECOND);
        assertNear(10 << 20, carried[0]);
    }

    @Test
    public void fourCallsThatWantMoreThanThereIsGetEqualParts() {
        run(new RelayShares(4 << 20, 4 << 20), 4, -1, 0, 0, 20 * SECOND);
        for (int call = 0; call < 4; call++) {
            assertNear(20 << 20, carried[call]);
        }
        assertNear(80 << 20, carried[0] + carried[1] + carried[2] + carried[3]);
    }

    @Test
    public void aModestCallIsNotSlowedDownByGreedyOnes() {
        run(new RelayShares(4 << 20, 4 << 20), 4, 3, 256 << 10, 0, 20 * SECOND);
        assertNear(20 * (256 << 10), carried[3]);
        assertTrue(carried[0] + carried[1] + carried[2] > 60 << 20);
    }

    @Test
    public void whoSaidNothingForLongMayNotCatchUp() {
        RelayShares shares = new RelayShares(1 << 20, 1 << 20);
        assertEquals(0, shares.took(1, BLOCK, 0));
        run(shares, 1, -1, 0, 100 * SECOND, 101 * SECOND);
        assertNear(1 << 20, carried[0]);
        shares.leave(1);
    }
}
