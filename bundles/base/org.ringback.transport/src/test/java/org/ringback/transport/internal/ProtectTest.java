package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.TcpListener;

@RunWith(Parameterized.class)
public class ProtectTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int QUEUE = 2;

    @Rule
    public final TransportRule rule;

    private final Io io;
    private final ProtectedRecorder dialler = new ProtectedRecorder();
    private final ProtectedRecorder answerer = new ProtectedRecorder();
    private final CountDownLatch gate = new CountDownLatch(1);

    public ProtectTest(Io io) {
        this.io = io;
        rule = new TransportRule(io, TransportRule.settings(4, QUEUE, Settings.DETACHED_LIMIT));
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    @After
    public void openTheGate() {
        gate.countDown();
    }

    @Test
    public void bothEndsAreEstablishedAndPlaintextPasses() throws Exception {
        answerer.whenEstablished(connection -> connection.write(Recorder.bytes("welcome")));
        connect(XorSession.dial(), XorSession.answer());
        dialler.connection();
        onLoop(() -> dialler.connection().write(Recorder.bytes("hello")));

        await().atMost(TransportRule.PATIENCE).until(() -> answerer.text().equals("hello"));
        await().atMost(TransportRule.PATIENCE).until(() -> dialler.text().equals("welcome"));
        assertEquals("xor", dialler.connection().peer().protection());
        assertEquals("none", dialler.connection().peer().keyAgreement());
        assertEquals(
                dialler.connection().peer().local(),
                answerer.connection().peer().remote());
        assertTrue(dialler.opened.isDone());
    }

    @Test
    public void theSystemTellsTheSmallestRoundTripOfAnAcceptedConnectionOrNone() throws Exception {
        connect(XorSession.dial(), XorSession.answer());
        dialler.connection();
        AtomicReference<Optional<Duration>> told = new AtomicReference<>();
        onLoop(() -> told.set(answerer.connection().roundTrip()));
        await().atMost(TransportRule.PATIENCE).until(() -> told.get() != null);
        if (io == Io.EPOLL) {
            Duration measured = told.get().orElseThrow();
            assertTrue(measured.toString(), measured.compareTo(Duration.ZERO) > 0 && measured.compareTo(LIMIT) < 0);
        } else {
            assertEquals(Optional.empty(), told.get());
        }
    }

    @Test
    public void theSystemTellsTheMtuOfThePathOrNone() throws Exception {
        connect(XorSession.dial(), XorSession.answer());
        dialler.connection();
        AtomicReference<OptionalInt> told = new AtomicReference<>();
        onLoop(() -> told.set(dialler.connection().pathMtu()));
        await().atMost(TransportRule.PATIENCE).until(() -> told.get() != null);
        assertEquals(io == Io.EPOLL, told.get().isPresent());
        told.get().ifPresent(bytes -> assertTrue(String.valueOf(bytes), bytes >= 1_280));
    }

    @Test
    public void theHandshakeRunsOffTheLoop() throws Exception {
        XorSession answering = XorSession.answer();
        connect(XorSession.dial(), answering);
        answerer.connection();
        assertEquals(2, answering.handshakeThreads.size());
        assertTrue(
                answering.handshakeThreads.toString(),
                answering.handshakeThreads.stream().allMatch(name -> name.startsWith("ringback-handshake-")));
    }

    @Test
    public void manyMebibytesArriveInOrderThroughPausesAndBackPressure() throws Exception {
        // More than the kernel's buffers of both ends take, so that the writer must wait.
        long total = 32L << 20;
        Pump pump = new Pump(total);
        Checker checker = new Checker(pump.waited);
        TcpListener listener = listen(rule.transport().protect(XorSession.answer(), LIMIT, checker));
        rule.transport()
                .dial(
                        DialOptions.to(listener.local(), LIMIT),
                        rule.transport().newLoop("other"),
                        rule.transport().protect(XorSession.dial(), LIMIT, pump));
        assertEquals(Kind.CLOSED_THERE, checker.reason().kind());
        assertEquals(total, checker.count.get());
        assertEquals(0, checker.wrong.get());
        assertTrue("paused " + checker.pauses, checker.pauses.get() > 0);
        assertEquals(0, pump.waited.getCount());
        assertEquals(Kind.CLOSED_HERE, pump.reason().kind());
    }

    @Test
    public void aRefusedPeerHearsTheAlertAndBothSayWhy() throws Exception {
        connect(XorSession.dial(), XorSession.refuse());
        assertEquals(Kind.WRONG_KEY, answerer.reason().kind());
        assertEquals(Optional.of(Reason.WRONG_KEY), answerer.reason().fault());
        assertEquals("not the key expected", answerer.reason().detail());
        assertEquals(Optional.of(Reason.BROKEN), dialler.reason().fault());
        assertEquals("alert", dialler.reason().detail());
        assertFalse(dialler.established.isDone());
        assertFalse(answerer.established.isDone());
    }

    @Test
    public void aHandshakeThatTakesTooLongTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dial(silent, XorSession.dial(), SHORT, dialler);
            assertEquals(Kind.TIMED_OUT, dialler.reason().kind());
            assertEquals("no handshake within 200 ms", dialler.reason().detail());
        }
    }

    @Test
    public void aStepThatStandsStillTimesOutToo() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dial(silent, XorSession.behind(gate), SHORT, dialler);
            assertEquals(Kind.TIMED_OUT, dialler.reason().kind());
            gate.countDown();
        }
        assertEquals(1, dialler.closes.get());
        assertEquals(0, dialler.callsAfterClose.get());
    }

    @Test
    public void theLimitIsForTheHandshakeOnly() throws Exception {
        TcpListener listener = listen(rule.transport().protect(XorSession.answer(), SHORT, answerer));
        dial(listener, rule.transport().protect(XorSession.dial(), SHORT, dialler));
        dialler.connection();
        answerer.connection();
        CountDownLatch later = new CountDownLatch(1);
        rule.loop().schedule(SHORT.multipliedBy(2), later::countDown);
        later.await();
        onLoop(() -> dialler.connection().write(Recorder.bytes("still there")));
        await().atMost(TransportRule.PATIENCE).until(() -> answerer.text().equals("still there"));
    }

    @Test
    public void moreHandshakesThanMayWaitAreClosedAsOverload() throws Exception {
        int fit = new HandshakePool(QUEUE).threads() + QUEUE;
        List<ProtectedRecorder> all = new ArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < fit + 3; i++) {
                ProtectedRecorder recorder = new ProtectedRecorder();
                all.add(recorder);
                dial(silent, XorSession.behind(gate), LIMIT, recorder);
            }
            await().atMost(TransportRule.PATIENCE)
                    .until(() -> all.stream().filter(one -> one.closed.isDone()).count() == 3);
            for (ProtectedRecorder recorder : all) {
                if (recorder.closed.isDone()) {
                    assertEquals(Kind.OVERLOADED, recorder.reason().kind());
                }
            }
        }
    }

    @Test
    public void closeEndsTheProtectionInOrder() throws Exception {
        connect(XorSession.dial(), XorSession.answer());
        onLoop(() -> {
            dialler.connection().write(Recorder.bytes("bye"));
            dialler.connection().close();
            dialler.connection().write(Recorder.bytes("dropped"));
        });
        assertEquals(Kind.CLOSED_HERE, dialler.reason().kind());
        assertEquals(Kind.CLOSED_THERE, answerer.reason().kind());
        assertEquals("bye", answerer.text());
        assertEquals(1, answerer.closes.get());
        assertEquals(0, answerer.callsAfterClose.get());
    }

    @Test
    public void aFinWithoutTheProtectionsCloseIsBroken() throws Exception {
        connect(XorSession.dial(), XorSession.answer());
        dialler.connection();
        dialler.opened.get().finishWriting();
        assertEquals(Kind.BROKEN, answerer.reason().kind());
    }

    @Test
    public void aFinDuringTheHandshakeIsClosedThere() throws Exception {
        TcpListener listener = listen(rule.transport().protect(XorSession.answer(), LIMIT, answerer));
        new Socket(listener.local().getAddress(), listener.local().getPort()).close();
        assertEquals(Kind.CLOSED_THERE, answerer.reason().kind());
        assertFalse(answerer.established.isDone());
    }

    @Test
    public void aResetDuringTheHandshakeIsClosedThereToo() throws Exception {
        TcpListener listener = listen(rule.transport().protect(XorSession.answer(), LIMIT, answerer));
        Socket peer = new Socket(listener.local().getAddress(), listener.local().getPort());
        peer.setSoLinger(true, 0);
        peer.close();
        assertEquals(Kind.CLOSED_THERE, answerer.reason().kind());
        assertEquals("reset by the peer in the handshake", answerer.reason().detail());
    }

    @Test
    public void abortIsHeardAsBrokenByThePeer() throws Exception {
        connect(XorSession.dial(), XorSession.answer());
        dialler.connection();
        answerer.connection();
        onLoop(() -> dialler.connection().abort());
        assertEquals(Kind.CLOSED_HERE, dialler.reason().kind());
        assertEquals(Kind.BROKEN, answerer.reason().kind());
    }

    @Test
    public void brokenBytesEndAnEstablishedConnection() throws Exception {
        connect(XorSession.dial(), XorSession.answer());
        dialler.connection();
        dialler.opened.get().write(XorSession.brokenFrame());
        assertEquals(Kind.PROTECTION, answerer.reason().kind());
        assertEquals(Optional.of(Reason.BROKEN), answerer.reason().fault());
    }

    @Test
    public void aSessionWithABugEndsItsConnectionOnlyAndIsLogged() throws Exception {
        TcpListener listener = listen(rule.transport().protect(XorSession.answer(), LIMIT, answerer));
        try (Socket peer =
                new Socket(listener.local().getAddress(), listener.local().getPort())) {
            peer.getOutputStream().write(XorSession.bug().array());
            assertEquals(Kind.CLOSED_HERE, answerer.reason().kind());
        }
        assertEquals(1, rule.log.lines.size());
    }

    @Test
    public void aPausedUserHearsNothingAndThenEverythingAndThenTheEnd() throws Exception {
        answerer.whenEstablished(ProtectedConnection::pauseReading);
        connect(XorSession.dial(), XorSession.answer());
        answerer.connection();
        onLoop(() -> {
            dialler.connection().write(Recorder.bytes("held"));
            dialler.connection().close();
        });
        dialler.reason();
        assertEquals("", answerer.text());
        assertFalse(answerer.closed.isDone());
        onLoop(() -> answerer.connection().resumeReading());
        assertEquals(Kind.CLOSED_THERE, answerer.reason().kind());
        assertEquals("held", answerer.text());
    }

    @Test
    public void aHandlerMayLookAtTheFirstBytesBeforeTheProtectionGetsThem() throws Exception {
        ConnectionHandler inner = rule.transport().protect(XorSession.answer(), LIMIT, answerer);
        AtomicInteger firstByte = new AtomicInteger(-1);
        TcpListener listener = listen(new Recorder() {
            @Override
            public void received(Connection connection, ByteBuffer bytes) {
                firstByte.set(bytes.get(bytes.position()));
                connection.passTo(inner, bytes);
            }
        });
        dial(listener, rule.transport().protect(XorSession.dial(), LIMIT, dialler));
        dialler.connection();
        onLoop(() -> dialler.connection().write(Recorder.bytes("hello")));
        await().atMost(TransportRule.PATIENCE).until(() -> answerer.text().equals("hello"));
        assertEquals(1, firstByte.get());
        assertArrayEquals(new byte[] {1}, answerer.connection().peer().binding());
    }

    @Test
    public void bytesThatComeOneByOneAreOneStep() throws Exception {
        XorSession session = XorSession.answer();
        hearing(session, XorSession.hello(), 1);
        assertTrue(answerer.connection() != null);
        assertEquals("the start and the hello", 2, session.handshakeThreads.size());
    }

    @Test
    public void aHandshakeInMorePiecesThanOneHasIsRefused() throws Exception {
        XorSession session = XorSession.answer();
        ByteBuffer pieces = ByteBuffer.allocate(40 * XorSession.nothing().remaining());
        while (pieces.hasRemaining()) {
            pieces.put(XorSession.nothing());
        }
        hearing(session, pieces.flip(), pieces.capacity());
        assertEquals(Optional.of(Reason.BROKEN), answerer.reason().fault());
        assertEquals("handshake: in more pieces than one has", answerer.reason().detail());
        assertEquals(32, session.handshakeThreads.size());
    }

    /** Accepts one connection, which then hears bytes that nobody sent, so many at a time. */
    private void hearing(XorSession session, ByteBuffer bytes, int atATime) throws Exception {
        ConnectionHandler behind = rule.transport().protect(session, LIMIT, answerer);
        TcpListener listener = listen(new ConnectionHandler() {
            @Override
            public void opened(Connection connection) {
                behind.opened(connection);
                while (bytes.hasRemaining()) {
                    ByteBuffer chunk = bytes.slice(bytes.position(), Math.min(atATime, bytes.remaining()));
                    bytes.position(bytes.position() + chunk.remaining());
                    behind.received(connection, chunk);
                }
            }

            @Override
            public void received(Connection connection, ByteBuffer more) {
                behind.received(connection, more);
            }

            @Override
            public void closed(CloseReason reason) {
                behind.closed(reason);
            }
        });
        dial(listener, rule.transport().protect(XorSession.behind(gate), LIMIT, dialler));
    }

    @Test
    public void aClosedLoopEndsAHandshake() throws Exception {
        Loop loop = rule.transport().newLoop("ending");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DialOptions options = DialOptions.to((InetSocketAddress) silent.getLocalSocketAddress(), LIMIT);
            rule.transport().dial(options, loop, rule.transport().protect(XorSession.behind(gate), LIMIT, dialler));
            await().atMost(TransportRule.PATIENCE).until(dialler.opened::isDone);
            loop.close();
            assertTrue(dialler.closed.isDone());
            gate.countDown();
        }
        assertEquals(0, dialler.callsAfterClose.get());
    }

    private void connect(XorSession dialling, XorSession answering) throws IOException {
        TcpListener listener = listen(rule.transport().protect(answering, LIMIT, answerer));
        dial(listener, rule.transport().protect(dialling, LIMIT, dialler));
    }

    private TcpListener listen(ConnectionHandler handler) throws IOException {
        return rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, rule.loop(), (remote, local) -> handler);
    }

    private void dial(TcpListener to, ConnectionHandler handler) {
        rule.transport().dial(DialOptions.to(to.local(), LIMIT), rule.loop(), handler);
    }

    private void dial(ServerSocket to, XorSession session, Duration limit, ProtectedRecorder handler) {
        rule.transport()
                .dial(
                        DialOptions.to((InetSocketAddress) to.getLocalSocketAddress(), LIMIT),
                        rule.loop(),
                        rule.transport().protect(session, limit, handler));
    }

    private void onLoop(Task task) throws Exception {
        dialler.connection();
        rule.loop().execute(() -> {
            try {
                task.run();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }

    /** What a test does on the loop. */
    private interface Task {
        void run() throws Exception;
    }

    /** Writes numbered bytes as long as it may, and closes after the last. */
    private static final class Pump extends ProtectedRecorder {
        final CountDownLatch waited = new CountDownLatch(1);
        private final long total;
        private long written;

        Pump(long total) {
            this.total = total;
        }

        @Override
        public void established(ProtectedConnection connection) {
            super.established(connection);
            pump(connection);
        }

        @Override
        public void writable(ProtectedConnection connection) {
            pump(connection);
        }

        private void pump(ProtectedConnection connection) {
            while (connection.writable() && written < total) {
                ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(total - written, 5000));
                while (chunk.hasRemaining()) {
                    chunk.put((byte) (written++ % 251));
                }
                connection.write(chunk.flip());
            }
            if (written < total) {
                waited.countDown();
            } else {
                connection.close();
            }
        }
    }

    /** Checks the numbers, and pauses now and then, each time until the writer had to wait at least once. */
    private final class Checker extends ProtectedRecorder {
        final AtomicLong count = new AtomicLong();
        final AtomicLong wrong = new AtomicLong();
        final AtomicInteger pauses = new AtomicInteger();
        private final CountDownLatch writerWaited;
        private boolean paused;

        Checker(CountDownLatch writerWaited) {
            this.writerWaited = writerWaited;
        }

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            if (paused) {
                wrong.incrementAndGet();
            }
            while (plaintext.hasRemaining()) {
                if (plaintext.get() != (byte) (count.getAndIncrement() % 251)) {
                    wrong.incrementAndGet();
                }
            }
            if (count.get() / (1 << 20) > pauses.get()) {
                pauses.incrementAndGet();
                paused = true;
                connection.pauseReading();
                resumeSoon(connection);
            }
        }

        private void resumeSoon(ProtectedConnection connection) {
            rule.loop().schedule(Duration.ofMillis(1), () -> {
                if (writerWaited.getCount() > 0) {
                    resumeSoon(connection);
                } else {
                    paused = false;
                    connection.resumeReading();
                }
            });
        }
    }
}
