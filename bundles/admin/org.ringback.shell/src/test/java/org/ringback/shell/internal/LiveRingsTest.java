package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;

/** Forwarded ports that stand without a command. */
public class LiveRingsTest {
    private final UnderWay underWay = new UnderWay();
    private final LiveRings rings = new LiveRings(underWay);
    private final CompletableFuture<String> over = new CompletableFuture<>();

    @Test
    public void beyondSixtyFourOneIsRefusedUntilAnotherIsHungUp() {
        for (int number = 0; number < LiveRings.LIMIT; number++) {
            rings.keep(call(number));
        }
        CommandFailure refused = assertThrows(CommandFailure.class, () -> rings.keep(call(64)));
        assertEquals(
                "--forward: 64 calls stand already (expected: fewer); next: hang-up NONCE, or: hang-up all",
                refused.getMessage());
        assertTrue(rings.hangUp(nonce(0)));
        rings.keep(call(64));
        assertEquals(LiveRings.LIMIT, rings.nonces().size());
    }

    @Test
    public void aCallThatBreaksOffStandsNoMoreAndWhoAwaitsItsEndIsToldWhy() {
        rings.keep(call(1));
        assertEquals(List.of(nonce(1)), rings.nonces());
        over.complete("connection lost: reset by the peer");
        assertEquals(List.of(), rings.nonces());
        assertFalse("there is nothing to hang up", rings.hangUp(nonce(1)));
        assertEquals(Map.of("lamp-1", "connection lost: reset by the peer"), underWay.apply(0));
    }

    @Test
    public void whoAwaitsTheEndOfOneCallIsNotToldOfAnotherInItsPlace() {
        rings.keep(call(1));
        underWay.begins();
        over.complete("connection lost");
        underWay.breaksOff("lamp-2", "suspended");
        assertEquals(Map.of("lamp-1", "connection lost", "lamp-2", "suspended"), underWay.apply(0));
    }

    @Test
    public void aCallThatIsHungUpDidNotBreakOff() {
        rings.keep(call(1));
        assertTrue(rings.hangUp(nonce(1)));
        over.complete("hung up here");
        assertEquals(Map.of(), underWay.apply(0));
    }

    @Test
    public void aProgramThatEndsKeepsNoMoreCalls() {
        assertEquals(Map.of(), underWay.apply(0));
        CommandFailure refused = assertThrows(CommandFailure.class, () -> rings.keep(call(1)));
        assertTrue(refused.getMessage(), refused.getMessage().contains("next: ring again"));
    }

    private static RingNonce nonce(int number) {
        return RingNonce.of(ByteBuffer.allocate(16).putInt(number).array());
    }

    private static RingStory story(int number) {
        return new RingStory(
                "issuer",
                nonce(number),
                new EquipmentId("lamp-1"),
                RingSystem.CALL_BACK,
                "tls13",
                "X25519MLKEM768",
                Instant.EPOCH,
                List.of(),
                Optional.of(new RingStory.End(true, "")));
    }

    private StandingCall call(int number) {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
        return new StandingCall(story(number), "http", at, ring());
    }

    private Ring ring() {
        return (Ring) Proxy.newProxyInstance(
                LiveRingsTest.class.getClassLoader(),
                new Class<?>[] {Ring.class},
                (proxy, method, arguments) -> method.getName().equals("over") ? over : null);
    }
}
