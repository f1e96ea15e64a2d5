package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.control.Ring;

/** Forwarded ports that stand without a command. */
public class LiveRingsTest {
    private final LiveRings rings = new LiveRings();

    @Test
    public void beyondSixtyFourOneIsRefusedUntilAnotherIsHungUp() {
        for (int number = 0; number < LiveRings.LIMIT; number++) {
            rings.keep(nonce(number), ring());
        }
        CommandFailure refused = assertThrows(CommandFailure.class, () -> rings.keep(nonce(64), ring()));
        assertEquals(
                "--forward: 64 calls stand already (expected: fewer); next: hang-up NONCE, or: hang-up all",
                refused.getMessage());
        assertTrue(rings.take(nonce(0)).isPresent());
        rings.keep(nonce(64), ring());
        assertEquals(LiveRings.LIMIT, rings.nonces().size());
    }

    private static RingNonce nonce(int number) {
        return RingNonce.of(ByteBuffer.allocate(16).putInt(number).array());
    }

    private static Ring ring() {
        return (Ring) Proxy.newProxyInstance(
                LiveRingsTest.class.getClassLoader(), new Class<?>[] {Ring.class}, (proxy, method, arguments) -> null);
    }
}
