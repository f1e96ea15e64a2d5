package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;

/** Forwarded ports that stand without a command. */
public class LiveRingsTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    private final UnderWay underWay = new UnderWay();
    private final FakeCalls calls = new FakeCalls();
    private final LiveRings rings = new LiveRings(underWay);

    @Before
    public void callsAreThere() {
        rings.setCalls(calls);
    }

    @Test
    public void beyondSixtyFourOneIsRefusedUntilAnotherIsHungUp() {
        for (int number = 0; number < LiveRings.LIMIT; number++) {
            keep(number);
        }
        CommandFailure refused = assertThrows(CommandFailure.class, () -> keep(64));
        assertEquals(
                "--forward: 64 calls stand already (expected: fewer); next: hang-up NONCE, or: hang-up all",
                refused.getMessage());
        assertTrue("the command closes its ring", rings.hangUp(nonce(64)));
        assertTrue(rings.hangUp(nonce(0)));
        keep(64);
        assertEquals(LiveRings.LIMIT, rings.nonces().size());
    }

    @Test
    public void aCallThatBreaksOffStandsNoMoreAndWhoAwaitsItsEndIsToldWhy() {
        keep(1);
        assertEquals(List.of(nonce(1)), rings.nonces());
        calls.over(nonce(1), "connection lost: reset by the peer", false);
        assertEquals(List.of(), rings.nonces());
        assertFalse("there is nothing to hang up", rings.hangUp(nonce(1)));
        assertEquals(Map.of("lamp-1", "connection lost: reset by the peer"), underWay.apply(0));
    }

    @Test
    public void whoAwaitsTheEndOfOneCallIsNotToldOfAnotherInItsPlace() {
        keep(1);
        underWay.begins();
        calls.over(nonce(1), "connection lost", false);
        underWay.breaksOff("lamp-2", "suspended");
        assertEquals(Map.of("lamp-1", "connection lost", "lamp-2", "suspended"), underWay.apply(0));
    }

    @Test
    public void aCallThatIsHungUpDidNotBreakOff() {
        keep(1);
        assertTrue(rings.hangUp(nonce(1)));
        assertEquals(Map.of(), underWay.apply(0));
    }

    @Test
    public void aCallThatIsOverBeforeItIsKeptIsNotWaitedFor() {
        rings.keep(nonce(1), LAMP);
        assertEquals(Map.of("lamp-1", "it is over already"), underWay.apply(0));
    }

    @Test
    public void whatStoodBeforeTheShellIsWaitedForToo() {
        calls.stands(nonce(1), LAMP, "http", port());
        UnderWay fresh = new UnderWay();
        new LiveRings(fresh).setCalls(calls);
        calls.over(nonce(1), "connection lost", false);
        assertEquals(Map.of("lamp-1", "connection lost"), fresh.apply(0));
    }

    @Test
    public void aProgramThatEndsKeepsNoMoreCalls() {
        assertEquals(Map.of(), underWay.apply(0));
        CommandFailure refused = assertThrows(CommandFailure.class, () -> keep(1));
        assertTrue(refused.getMessage(), refused.getMessage().contains("next: ring again"));
    }

    private void keep(int number) {
        calls.stands(nonce(number), LAMP, "http", port());
        rings.keep(nonce(number), LAMP);
    }

    private static InetSocketAddress port() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
    }

    private static RingNonce nonce(int number) {
        return RingNonce.of(ByteBuffer.allocate(16).putInt(number).array());
    }
}
