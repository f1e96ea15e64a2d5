package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.TcpListener;
import org.ringback.transport.UdpPort;

/** A change of the configuration reaches what is opened from then on; what is open goes on. */
public final class ChangedSettingsTest {
    private static final int PATIENCE_MILLIS = 10_000;

    @Rule
    public final TransportRule rule = new TransportRule(Io.best());

    @Test
    public void whatIsOpenGoesOnAndWhatIsRefusedChangesNothing() throws Exception {
        BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
        UdpPort port = rule.transport()
                .openUdp(TransportRule.anyPort(), rule.loop(), (datagram, source, at) -> at.send(datagram, source));
        TcpListener listener = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, rule.loop(), (remote, local) -> {
                    Recorder recorder = new Recorder();
                    accepted.add(recorder);
                    return recorder;
                });
        try (Socket early = new Socket(
                        listener.local().getAddress(), listener.local().getPort());
                DatagramSocket peer = new DatagramSocket(TransportRule.anyPort())) {
            Recorder standing = accepted.take();
            standing.connection();
            rule.transport()
                    .modified(Map.of("threads", "1", "handshake-queue", "1", "receive-buffer", "65536", "mss", "0"));
            rule.transport().modified(Map.of("threads", "none"));
            peer.setSoTimeout(PATIENCE_MILLIS);
            peer.connect(port.local());
            peer.send(new DatagramPacket(new byte[] {7}, 1));
            DatagramPacket echo = new DatagramPacket(new byte[2], 2);
            peer.receive(echo);
            assertEquals(1, echo.getLength());
            new Socket(listener.local().getAddress(), listener.local().getPort()).close();
            accepted.take().connection();
            early.getOutputStream().write('a');
            early.shutdownOutput();
            assertTrue(standing.heardFin());
            assertEquals("a", standing.text());
        }
    }

    @Test
    public void aRoleThatComesLaterSharesAThreadWhereFewerAreAllowed() {
        LoopThreads threads = new LoopThreads(3, Io.best().handlers());
        Object one = threads.of("one");
        Object two = threads.of("two");
        threads.limit(1);
        Object three = threads.of("three");
        assertTrue("a thread that is there", three == one || three == two);
        assertSame("each keeps its own", two, threads.of("two"));
        threads.limit(3);
        assertNotSame("there is room again", one, threads.of("four"));
        threads.close();
    }

    @Test
    public void stepsThatWaitRunThoughFewerMayWaitFromThenOn() throws Exception {
        HandshakePool pool = new HandshakePool(2);
        CountDownLatch go = new CountDownLatch(1);
        int busy = pool.threads();
        CountDownLatch ran = new CountDownLatch(2 * busy + 3);
        AtomicInteger refused = new AtomicInteger();
        Runnable step = () -> {
            try {
                go.await();
                ran.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        offer(pool, step, busy + 2, refused);
        assertEquals(0, refused.get());
        offer(pool, step, 1, refused);
        assertEquals("two may wait", 1, refused.get());
        pool.limit(1);
        offer(pool, step, busy + 1, refused);
        assertEquals(1, refused.get());
        offer(pool, step, 1, refused);
        assertEquals("one may wait", 2, refused.get());
        go.countDown();
        assertTrue("all that were taken", ran.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        pool.close();
    }

    private static void offer(HandshakePool pool, Runnable step, int times, AtomicInteger refused) {
        for (int i = 0; i < times; i++) {
            if (!pool.offer(step)) {
                refused.incrementAndGet();
            }
        }
    }
}
