package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingSystem;

/**
 * Many rings in each system over a net that loses, doubles, replays, delays, re-orders and re-addresses, between
 * processes that die, for issuers whose networks let call-backs in or not: every ring is answered or ends with a reason that a fault explains, each call carries its
 * conversations whole or ends with a reason, and nothing stays behind. The system property {@code simulator.rings} says
 * how many in each system.
 */
public class BadNetTest {
    private static final int RINGS = Integer.getInteger("simulator.rings", 2_000);
    private static final int RINGS_IN_A_HISTORY = 100;
    private static final int HISTORIES = (RINGS + RINGS_IN_A_HISTORY - 1) / RINGS_IN_A_HISTORY;
    private static final long FIRST_SEED = 8_489_000_000L;
    private static final long SEEDS_OF_A_SYSTEM = 1_000_000;

    private static Scene.Disks disks;

    /** Everything is enrolled and granted once; each history begins with these disks. */
    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(FIRST_SEED).disks();
    }

    @Test
    public void everyRingByDatagramIsAnsweredOrFailsForAReason() {
        everyRingIsAnsweredOrFailsForAReason(RingSystem.DATAGRAM);
    }

    @Test
    public void everyRingByCallBackIsAnsweredOrFailsForAReason() {
        everyRingIsAnsweredOrFailsForAReason(RingSystem.CALL_BACK);
    }

    @Test
    public void everyRingWithPasswordIsAnsweredOrFailsForAReason() {
        everyRingIsAnsweredOrFailsForAReason(RingSystem.PASSWORD);
    }

    @Test
    public void everyCertifiedRingIsAnsweredOrFailsForAReason() {
        everyRingIsAnsweredOrFailsForAReason(RingSystem.CERTIFIED);
    }

    @Test
    public void theSameSeedGivesTheSameHistory() {
        assertEquals(summed(FIRST_SEED), summed(FIRST_SEED));
        assertNotEquals(summed(FIRST_SEED), summed(FIRST_SEED + 1));
    }

    private static String summed(long seed) {
        Scene scene = new Scene(seed, disks).guarded();
        scene.simulation().trace().summed();
        new History(scene.started(), RingSystem.PASSWORD, RINGS_IN_A_HISTORY).run();
        return scene.simulation().trace().sum();
    }

    private static void everyRingIsAnsweredOrFailsForAReason(RingSystem system) {
        Tally tally = new Tally();
        Seeds.run(
                "system " + system.label(),
                FIRST_SEED + system.number() * SEEDS_OF_A_SYSTEM,
                HISTORIES,
                seed -> new Scene(seed, disks).guarded(),
                scene -> {
                    new History(scene.started(), system, RINGS_IN_A_HISTORY).run();
                    tally.add(scene.referee().rings());
                });
        System.out.println(system.label() + ": " + tally);
        assertTrue("most rings come through: " + tally, Seeds.onlyOne() || tally.answered() > tally.rings() / 2);
        assertTrue("most calls are heard whole: " + tally, Seeds.onlyOne() || tally.whole() > tally.answered() / 2);
    }
}
