package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;

/** What a gateway says of itself when it takes a lease, and what its owner hears if the server noticed a copy. */
public final class CopyAlarmTest {
    private final Rig rig = new Rig();

    private byte[] instance() {
        return rig.lease.get(Attributes.INSTANCE_ID);
    }

    private void renewed() {
        rig.actions.clear();
        rig.await(Rig.DialServer.class, Duration.ofHours(20));
        rig.lease(rig.take(Rig.DialServer.class));
    }

    @Test
    public void oneStartIsOneInstanceWhateverItLeasesAndTheNextStartIsAnother() {
        rig.join(Rig.LAMP);
        rig.lease(Rig.LAMP);
        byte[] first = instance();
        rig.join(Rig.THERMOSTAT);
        rig.actions.clear();
        rig.feed(new Event.Tick());
        rig.lease(rig.take(Rig.DialServer.class));
        assertEquals(Rig.THERMOSTAT, rig.lease.get(Attributes.USERNAME));
        assertArrayEquals(first, instance());
        renewed();
        assertArrayEquals(first, instance());
        rig.restart();
        rig.lease(Rig.LAMP);
        assertFalse(Arrays.equals(first, instance()));
    }

    @Test
    public void aLeaseSaysHowOftenTheStoreWasWritten() {
        rig.join(Rig.LAMP);
        rig.commits = 4_711;
        rig.lease(Rig.LAMP);
        assertEquals(4_711, (long) rig.lease.get(Attributes.STORE_COMMIT));
        renewed();
        assertTrue("the last lease was written", rig.lease.get(Attributes.STORE_COMMIT) > 4_711);
    }

    @Test
    public void whatTheServerNoticedIsShownUntilALeaseComesWithoutIt() {
        rig.join(Rig.LAMP);
        rig.alarms = 1;
        rig.lease(Rig.LAMP);
        assertEquals(1, alarms().size());
        assertTrue(alarms().get(0)
                .startsWith(
                        "lamp-1: the server says that another running gateway uses its keys in turn with this one"));
        rig.alarms = 3;
        renewed();
        assertEquals(2, alarms().size());
        assertTrue(alarms().get(1).startsWith("lamp-1: the server says that this gateway's store was further"));
        rig.alarms = 4;
        renewed();
        assertEquals("of a newer server", List.of(), alarms());
        Message last = rig.lease;
        rig.alarms = 0;
        renewed();
        assertFalse(last == rig.lease);
        assertEquals(List.of(), alarms());
    }

    /** [LEASE-12] A gateway that a Registered told so ends its warning with the first one that does not. */
    @Test
    public void theWarningGoesWithTheRegistrationAfterTheOperatorAcknowledgedIt() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        remote.alarms = 1;
        remote.live(Duration.ofSeconds(25));
        assertEquals(
                List.of("lamp-1: the server says that another running gateway uses its keys in turn with this one, so"
                        + " somebody has a copy of this home or its backup (expected: one; have the server's operator"
                        + " revoke lamp-1 and enrol it, and join it anew here: that makes new keys; or, if the copy was"
                        + " yours, switch it off; the warning goes once the operator runs clear-alarm lamp-1)"),
                alarms());
        remote.alarms = 0;
        remote.live(Duration.ofSeconds(25));
        assertEquals(List.of(), alarms());
    }

    @Test
    public void theWarningGoesWithTheRegistrationThoughTheBundleWasExchangedMeanwhile() {
        Rig.Remote remote = alarmed();
        rig.exchange();
        remote.alarms = 0;
        remote.live(Duration.ofSeconds(25));
        assertEquals(List.of(), alarms());
    }

    @Test
    public void afterABundleOfAnEarlierVersionTheWarningStandsUntilARegistrationTellsIt() {
        Rig.Remote remote = alarmed();
        rig.exchange(CopyAlarmTest::ofAnEarlierVersion);
        remote.alarms = 0;
        remote.live(Duration.ofSeconds(25));
        assertEquals(1, alarms().size());
        remote.alarms = 1;
        remote.live(Duration.ofSeconds(25));
        remote.alarms = 0;
        remote.live(Duration.ofSeconds(25));
        assertEquals(List.of(), alarms());
    }

    private Rig.Remote alarmed() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        remote.alarms = 1;
        remote.live(Duration.ofSeconds(25));
        assertEquals(1, alarms().size());
        return remote;
    }

    /** An estate whose rows of leases end with the alarms. */
    private static byte[] ofAnEarlierVersion(byte[] estate) {
        ByteBuffer in = ByteBuffer.wrap(estate);
        ByteBuffer out = ByteBuffer.allocate(estate.length);
        while (in.hasRemaining()) {
            short kind = in.getShort();
            byte[] row = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(row);
            int length = kind == AcceptorEstate.LEASE ? row.length - 1 : row.length;
            out.putShort(kind).putShort((short) length).put(row, 0, length);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    public void anOlderServersWarningStandsUntilTheNextLease() {
        rig.join(Rig.LAMP);
        rig.alarms = 1;
        Rig.Remote remote = rig.register(Rig.LAMP);
        remote.live(Duration.ofSeconds(25));
        assertEquals(1, alarms().size());
    }

    @Test
    public void theOperatorsNameStandsInTheWarningOfEquipmentThatIsCalledOtherwiseHere() {
        rig.join(Rig.LAMP);
        rig.feed(new AcceptorEvent.Rename(new Request<>(++rig.request), Rig.LAMP, new EquipmentId("hall-lamp")));
        rig.alarms = 1;
        renewed();
        assertTrue(alarms().toString(), alarms().get(0).startsWith("hall-lamp: the server says"));
        assertTrue(alarms().get(0).endsWith("once the operator runs clear-alarm lamp-1)"));
    }

    /** Nobody answers registrations here, which is warned of too. */
    private List<String> alarms() {
        return rig.core.warnings(rig.now()).stream()
                .filter(warning -> !warning.contains("not registered"))
                .toList();
    }
}
