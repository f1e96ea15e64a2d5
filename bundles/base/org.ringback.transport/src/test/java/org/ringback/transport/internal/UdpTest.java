package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.UdpPort;

@RunWith(Parameterized.class)
public class UdpTest {
    private static final int PATIENCE_MILLIS = 10_000;

    @Rule
    public final TransportRule rule;

    private final InetSocketAddress anyPort;

    public UdpTest(Io io, InetAddress loopback) {
        rule = new TransportRule(io, TransportRule.settings(2, 4, Duration.ofSeconds(2)));
        anyPort = new InetSocketAddress(loopback, 0);
    }

    @Parameters(name = "{0} {1}")
    public static Iterable<Object[]> kinds() throws Exception {
        return TransportRule.kindsAndFamilies();
    }

    @Test
    public void datagramsGoBothWaysAndTheSourceIsSeen() throws Exception {
        DatagramHandler echo = (datagram, source, port) -> port.send(copy(datagram), source);
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), echo);
        try (DatagramSocket peer = peer()) {
            send(peer, "hello", port.local());
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            peer.receive(answer);

            assertEquals("hello", new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8));
            assertEquals(port.local(), answer.getSocketAddress());
            assertFalse(port.local().toString(), port.local().toString().contains("%"));
        }
    }

    @Test
    public void whoWaitsForAnAnswerHearsThatNothingCouldBeSent() throws Exception {
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> {});
        LinkedBlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        try (DatagramSocket peer = peer()) {
            // A socket of the loopback address reaches nobody outside; port 0 is refused everywhere.
            port.send(ByteBuffer.wrap(new byte[1]), new InetSocketAddress(peer.getLocalAddress(), 0), refusals::add);
            assertTrue(refusals.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) != null);
            port.send(ByteBuffer.wrap(new byte[1]), (InetSocketAddress) peer.getLocalSocketAddress(), refusals::add);
            peer.receive(new DatagramPacket(new byte[1], 1));
            assertTrue(refusals.isEmpty());
        }
    }

    @Test
    public void theSourceIsInItsPlainForm() throws Exception {
        LinkedBlockingQueue<InetSocketAddress> sources = new LinkedBlockingQueue<>();
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> sources.add(source));
        try (DatagramSocket peer = peer()) {
            send(peer, "x", port.local());
            InetSocketAddress source = sources.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertEquals(peer.getLocalSocketAddress(), source);
            assertFalse(source.toString(), source.toString().contains("%"));
            assertEquals(anyPort.getAddress().getClass(), source.getAddress().getClass());
        }
    }

    @Test
    public void datagramsOfTwoKibibytesPassAndLongerOnesAreDropped() throws Exception {
        LinkedBlockingQueue<Integer> lengths = new LinkedBlockingQueue<>();
        UdpPort port = rule.transport()
                .openUdp(anyPort, rule.loop(), (datagram, source, at) -> lengths.add(datagram.remaining()));
        try (DatagramSocket peer = peer()) {
            for (int length : new int[] {Io.MAX_DATAGRAM + 1, 9000, Io.MAX_DATAGRAM, 0}) {
                peer.send(new DatagramPacket(new byte[length], length, port.local()));
            }
            assertEquals(Integer.valueOf(Io.MAX_DATAGRAM), lengths.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
            assertEquals(Integer.valueOf(0), lengths.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    public void whatArrivesWhileDetachedIsHeardByTheNextOwner() throws Exception {
        Heard first = new Heard();
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), first);
        try (DatagramSocket peer = peer()) {
            send(peer, "0", port.local());
            first.await(1);
            port.detach();
            for (int i = 1; i <= 100; i++) {
                send(peer, Integer.toString(i), port.local());
            }
            Heard second = new Heard();
            UdpPort again = rule.transport().openUdp(port.local(), rule.loop(), second);

            second.await(100);
            assertEquals(port.local(), again.local());
            assertEquals(Set.of("0"), first.texts);
        }
    }

    @Test
    public void nothingIsLostWhenTheOwnerChangesUnderFireAndTheLoopWithIt() throws Exception {
        int datagrams = 2000;
        Heard heard = new Heard();
        Loop loop = rule.transport().newLoop("first");
        UdpPort port = rule.transport().openUdp(anyPort, loop, heard);
        try (DatagramSocket peer = peer()) {
            for (int i = 0; i < datagrams; i++) {
                send(peer, Integer.toString(i), port.local());
                if (i % 100 == 50) {
                    port.detach();
                    loop.close();
                    // A loop of another thread every other time.
                    loop = rule.transport().newLoop(i % 200 == 50 ? "second" : "first");
                    port = rule.transport().openUdp(port.local(), loop, heard);
                }
                // The kernel's buffer is not endless: let at most 50 wait.
                heard.await(i - 50);
            }
            heard.await(datagrams);
        }
    }

    @Test
    public void aNewOwnerOnAnotherThreadIsCalledOnItsOwnLoop() throws Exception {
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> {});
        port.detach();
        Loop other = rule.transport().newLoop("other");
        LinkedBlockingQueue<String> threads = new LinkedBlockingQueue<>();
        rule.transport().openUdp(port.local(), other, (datagram, source, at) -> {
            assertTrue(other.inLoop());
            threads.add(Thread.currentThread().getName());
        });
        try (DatagramSocket peer = peer()) {
            send(peer, "x", port.local());
            assertEquals("ringback-other", threads.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    public void aDetachedPortSendsNoMoreAndItsCloseLeavesTheSocketAlone() throws Exception {
        UdpPort old = rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> {});
        old.detach();
        Heard heard = new Heard();
        UdpPort fresh = rule.transport().openUdp(old.local(), rule.loop(), heard);
        old.close();
        old.detach();
        try (DatagramSocket peer = peer()) {
            InetSocketAddress there = (InetSocketAddress) peer.getLocalSocketAddress();
            old.send(Recorder.bytes("old"), there);
            fresh.send(Recorder.bytes("fresh"), there);
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            peer.receive(answer);
            assertEquals("fresh", new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8));
            send(peer, "x", fresh.local());
            heard.await(1);
        }
    }

    @Test
    public void aClosedPortIsFreeAtOnce() throws Exception {
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> {});
        port.close();
        new DatagramSocket(port.local()).close();
    }

    @Test
    public void aPortClosesWithItsLoopUnlessItWasDetached() throws Exception {
        Loop loop = rule.transport().newLoop("ending");
        UdpPort attached = rule.transport().openUdp(anyPort, loop, (datagram, source, at) -> {});
        UdpPort detached = rule.transport().openUdp(anyPort, loop, (datagram, source, at) -> {});
        detached.detach();
        loop.close();
        new DatagramSocket(attached.local()).close();
        assertThrows(IOException.class, () -> new DatagramSocket(detached.local()).close());
    }

    @Test
    public void aPortInUseIsRefusedWithAddressAndCause() throws Exception {
        try (DatagramSocket peer = peer()) {
            InetSocketAddress taken = (InetSocketAddress) peer.getLocalSocketAddress();
            IOException refused = assertThrows(IOException.class, () -> rule.transport()
                    .openUdp(taken, rule.loop(), (datagram, source, at) -> {}));
            assertTrue(refused.getMessage(), refused.getMessage().contains(Integer.toString(taken.getPort())));
            assertTrue(refused.getMessage(), refused.getMessage().endsWith(": in use"));
        }
    }

    @Test
    public void bindingOnALoopIsRefused() throws Exception {
        LinkedBlockingQueue<Class<?>> thrown = new LinkedBlockingQueue<>();
        rule.loop().execute(() -> {
            try {
                rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> {});
            } catch (IOException | IllegalStateException refused) {
                thrown.add(refused.getClass());
            }
        });
        assertEquals(IllegalStateException.class, thrown.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    @Test
    public void aHandlerThatThrowsKeepsItsSocketAndIsLoggedOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(3);
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), (datagram, source, at) -> {
            third.countDown();
            throw new IllegalStateException("call " + calls.incrementAndGet());
        });
        try (DatagramSocket peer = peer()) {
            for (int i = 0; i < 3; i++) {
                send(peer, "x", port.local());
            }
            assertTrue(third.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        }
        port.close();
        assertEquals(rule.log.lines.toString(), 1, rule.log.lines.size());
        assertTrue(rule.log.lines.get(0).startsWith("ERROR"));
    }

    @Test
    public void aDatagramToNowhereDoesNotHurtTheSocket() throws Exception {
        Heard heard = new Heard();
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), heard);
        InetSocketAddress gone;
        try (DatagramSocket peer = peer()) {
            gone = (InetSocketAddress) peer.getLocalSocketAddress();
        }
        port.send(Recorder.bytes("lost"), gone);
        port.send(ByteBuffer.allocate(70_000), gone);
        try (DatagramSocket peer = peer()) {
            send(peer, "x", port.local());
            heard.await(1);
        }
    }

    @Test
    public void aDetachedOwnerHearsNothingMore() throws Exception {
        Heard first = new Heard();
        UdpPort port = rule.transport().openUdp(anyPort, rule.loop(), first);
        port.detach();
        try (DatagramSocket peer = peer()) {
            // On the loopback it is in our buffer when send returns; the loop turns twice after that.
            send(peer, "x", port.local());
            for (int turn = 0; turn < 2; turn++) {
                CountDownLatch turned = new CountDownLatch(1);
                rule.loop().execute(turned::countDown);
                assertTrue(turned.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
            }
            assertTrue(first.texts.isEmpty());
        }
    }

    private DatagramSocket peer() throws IOException {
        DatagramSocket peer = new DatagramSocket(anyPort);
        peer.setSoTimeout(PATIENCE_MILLIS);
        return peer;
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Keeps the datagrams that it hears, each once. */
    private static final class Heard implements DatagramHandler {
        final Set<String> texts = ConcurrentHashMap.newKeySet();

        @Override
        public void received(ByteBuffer datagram, InetSocketAddress source, UdpPort port) {
            texts.add(StandardCharsets.UTF_8.decode(datagram).toString());
        }

        void await(int count) {
            if (texts.size() < count) {
                org.awaitility.Awaitility.await()
                        .atMost(TransportRule.PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> texts.size() >= count);
            }
        }
    }
}
