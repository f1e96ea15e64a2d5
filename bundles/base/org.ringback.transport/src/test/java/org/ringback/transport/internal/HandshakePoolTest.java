package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.limits.LimitUse;

/** How many handshake steps run and wait, and the most that did. */
public class HandshakePoolTest {
    private static final int PLACES = 3;

    @Rule
    public final Timeout timeout = new Timeout(30, TimeUnit.SECONDS);

    private final HandshakePool pool = new HandshakePool(PLACES);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @After
    public void close() {
        goOn.countDown();
        pool.close();
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    public void whatRunsAndWaitsIsToldAndTheMarkStaysWhenItIsDone() throws InterruptedException {
        int threads = pool.threads();
        CountDownLatch begun = new CountDownLatch(threads);
        for (int step = 0; step < threads; step++) {
            pool.offer(() -> {
                begun.countDown();
                hold(goOn);
            });
        }
        begun.await();
        CountDownLatch last = new CountDownLatch(PLACES);
        for (int step = 0; step < PLACES; step++) {
            assertTrue(pool.offer(last::countDown));
        }
        assertFalse("no place is left", pool.offer(() -> {}));
        assertEquals(use(0, threads, threads, threads), pool.limits().get(0));
        assertEquals(use(1, PLACES, PLACES, PLACES), pool.limits().get(1));
        goOn.countDown();
        last.await();
        assertEquals(use(1, PLACES, 0, PLACES), pool.limits().get(1));
        pool.limit(2 * PLACES);
        assertEquals(use(1, 2 * PLACES, 0, PLACES), pool.limits().get(1));
    }

    private static LimitUse use(int which, long value, long now, long most) {
        return new LimitUse(
                which == 0 ? TransportLimit.HANDSHAKES : TransportLimit.WAITING, value, now, most, Optional.empty());
    }
}
