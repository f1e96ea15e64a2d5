package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.wire.Tlv;

/** Two gateways with the same keys, or one with an old store, are told once a day until the operator knows. */
public class InstancesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final InstanceId A = new InstanceId(1, 1);
    private static final InstanceId B = new InstanceId(2, 2);
    private static final InstanceId C = new InstanceId(3, 3);

    private Instances instances = new Instances(new EquipmentId("lamp-1"));
    private long connection;

    private boolean took(InstanceId one, Instant when) {
        return instances.took(one, ++connection, when);
    }

    /** As after a restart of the server. */
    private void readBack() {
        instances = Instances.read("lamp-1", Tlv.read(instances.change().value().orElseThrow()));
    }

    @Test
    public void eachPairThatTakesTurnsIsToldOncePerDay() {
        took(A, NOW);
        took(B, NOW);
        took(C, NOW);
        assertTrue("A after C", took(A, NOW));
        assertTrue("B after A is another pair", took(B, NOW));
        assertFalse("A after B is the same", took(A, NOW));
        Instant tomorrow = NOW.plus(Instances.AGAIN);
        assertFalse(took(B, tomorrow.minus(Duration.ofMillis(1))));
        assertTrue(took(A, tomorrow));
        assertFalse("from then on a day again", took(B, tomorrow));
        assertTrue(instances.copied());
    }

    @Test
    public void aPairThatIsToldAgainTakesNoFurtherPlace() {
        took(A, NOW);
        took(B, NOW);
        for (int day = 0; day < 2 * Instances.REMEMBERED; day++) {
            assertTrue("day " + day, took(day % 2 == 0 ? A : B, NOW.plus(Duration.ofDays(day))));
        }
        took(C, NOW.plus(Duration.ofDays(7)));
        assertTrue("the pair of B and C", took(B, NOW.plus(Duration.ofDays(7))));
        assertFalse("and A with B is still known", took(A, NOW.plus(Duration.ofDays(7))));
    }

    @Test
    public void onlyTheLatestInstancesAreRemembered() {
        for (int i = 1; i <= Instances.REMEMBERED + 1; i++) {
            assertFalse(took(new InstanceId(i, i), NOW));
        }
        assertFalse("the first one is forgotten", took(new InstanceId(1, 1), NOW));
        assertTrue(took(new InstanceId(3, 3), NOW));
    }

    @Test
    public void aRequestOnTheConnectionOfTheTakeoverProvesNothing() {
        took(A, NOW);
        took(B, NOW);
        assertFalse(instances.took(A, connection, NOW));
        assertTrue(instances.took(A, connection + 1, NOW));
    }

    @Test
    public void aStoreThatWentBackIsToldOncePerDay() {
        assertFalse(instances.wrote(10, 1, NOW));
        assertFalse("the same commit is none back", instances.wrote(10, 1, NOW));
        assertEquals(0, instances.lost());
        assertTrue(instances.wrote(7, 1, NOW));
        assertEquals(3, instances.lost());
        Instant tomorrow = NOW.plus(Instances.AGAIN);
        assertFalse(instances.wrote(8, 1, tomorrow.minus(Duration.ofMillis(1))));
        assertEquals("the most", 3, instances.lost());
        assertTrue(instances.wrote(8, 1, tomorrow));
        assertFalse(instances.wrote(8, 1, tomorrow));
    }

    @Test
    public void aLateMessageOfAnOlderConnectionIsNoSign() {
        instances.wrote(10, 2, NOW);
        assertFalse(instances.wrote(3, 1, NOW));
        assertEquals(0, instances.lost());
        assertTrue(instances.wrote(9, 2, NOW));
    }

    @Test
    public void allOfItOutlivesTheServer() {
        took(A, NOW);
        took(B, NOW);
        took(A, NOW);
        instances.wrote(10, connection, NOW);
        instances.wrote(6, connection, NOW);
        readBack();
        assertTrue(instances.copied());
        assertEquals(4, instances.lost());
        assertFalse("told before", took(B, NOW));
        assertFalse("told before", instances.wrote(6, connection, NOW));
        Instant tomorrow = NOW.plus(Instances.AGAIN);
        assertTrue("of the highest number, told a day ago", instances.wrote(9, connection, tomorrow));
        assertTrue(took(A, tomorrow));
        instances.acknowledge();
        assertFalse(instances.copied());
        assertEquals(0, instances.lost());
    }
}
