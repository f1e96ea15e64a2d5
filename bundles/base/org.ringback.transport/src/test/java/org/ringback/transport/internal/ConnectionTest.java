package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.transport.Connection;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;

@RunWith(Parameterized.class)
public class ConnectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MEBIBYTE = 1 << 20;

    @Rule
    public final TransportRule rule;

    private ServerSocket server;
    private final Recorder recorder = new Recorder();

    private final Io io;

    public ConnectionTest(Io io) {
        this.io = io;
        rule = new TransportRule(io);
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    @Before
    public void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
    }

    @After
    public void close() throws IOException {
        server.close();
    }

    @Test
    public void bytesGoBothWays() throws Exception {
        try (Socket peer = dialled(recorder)) {
            recorder.connection().write(Recorder.bytes("ping"));
            recorder.connection().write(Recorder.bytes("-pong"));
            assertEquals("ping-pong", read(peer, 9));
            peer.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
            recorder.awaitText("answer");
        }
    }

    @Test
    public void thePeersFinIsHeardAndWritingIsStillPossible() throws Exception {
        recorder.whenInputFinished(connection -> connection.write(Recorder.bytes("still here")));
        try (Socket peer = dialled(recorder)) {
            peer.getOutputStream().write('x');
            peer.shutdownOutput();
            assertTrue(recorder.heardFin());
            assertEquals("still here", read(peer, 10));
            recorder.connection().finishWriting();
            assertEquals(-1, peer.getInputStream().read());
            assertEquals(Kind.CLOSED_THERE, recorder.reason().kind());
            assertEquals("x", recorder.text());
        }
    }

    @Test
    public void ourFinLeavesReadingOpen() throws Exception {
        recorder.whenInputFinished(connection -> {});
        try (Socket peer = dialled(recorder)) {
            recorder.connection().write(Recorder.bytes("last"));
            recorder.connection().finishWriting();
            recorder.connection().write(Recorder.bytes("dropped"));
            assertEquals("last", read(peer, 4));
            assertEquals(-1, peer.getInputStream().read());
            peer.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
            recorder.awaitText("answer");
            assertFalse(recorder.closed.isDone());
        }
        assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
        assertTrue(recorder.heardFin());
    }

    @Test
    public void closeSendsWhatWasWrittenFirst() throws Exception {
        try (Socket peer = dialled(recorder)) {
            recorder.connection().write(ByteBuffer.allocate(4 * MEBIBYTE));
            recorder.connection().close();
            assertFalse(recorder.closed.isDone());
            assertEquals(4 * MEBIBYTE, drain(peer));
            assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
            assertEquals(1, recorder.closes.get());
        }
    }

    @Test
    public void ourLastWordsArriveThoughThePeersBytesAreUnread() throws Exception {
        recorder.whenOpened(Connection::pauseReading);
        try (Socket peer = dialled(recorder)) {
            peer.getOutputStream().write(new byte[100_000]);
            recorder.connection().write(Recorder.bytes("refused"));
            recorder.connection().close();
            recorder.reason();
            peer.getOutputStream().write(new byte[100_000]);
            assertEquals("refused", read(peer, 7));
            assertEquals(-1, peer.getInputStream().read());
            assertEquals("", recorder.text());
        }
    }

    @Test
    public void abortIsHeardAsResetByThePeer() throws Exception {
        try (Socket peer = dialled(recorder)) {
            recorder.connection().abort();
            assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
            assertThrows(SocketException.class, () -> peer.getInputStream().read());
        }
    }

    @Test
    public void thePeersResetIsHeardAsBroken() throws Exception {
        try (Socket peer = dialled(recorder)) {
            recorder.connection();
            peer.setSoLinger(true, 0);
        }
        CloseReason reason = recorder.reason();
        assertEquals(Kind.BROKEN, reason.kind());
        assertEquals("connection reset", reason.detail());
        assertEquals(1, recorder.closes.get());
    }

    /** A server that answers and closes without reading the whole request resets the connection behind its answer. */
    @Test
    public void whatThePeerSentBeforeItsResetIsHeardWholeThoughAWriteFails() throws Exception {
        recorder.whenOpened(Connection::pauseReading);
        Socket peer = dialled(recorder);
        Connection connection = recorder.connection();
        connection.write(Recorder.bytes("a request"));
        byte[] answer = new byte[50_000];
        Arrays.fill(answer, (byte) 'a');
        peer.getOutputStream().write(answer);
        peer.setSoLinger(true, 0);
        peer.close();
        connection.write(Recorder.bytes("and more of it"));
        connection.write(Recorder.bytes("and more"));
        connection.resumeReading();
        assertEquals(Kind.BROKEN, recorder.reason().kind());
        assertEquals(answer.length, recorder.size());
        assertEquals("it is no end in order", 1, recorder.inputFinished.getCount());
    }

    @Test
    public void aResetBehindWhatWasWrittenComesAfterIt() throws Exception {
        try (Socket peer = dialled(recorder)) {
            byte[] answer = new byte[100_000];
            recorder.connection().write(ByteBuffer.wrap(answer));
            recorder.connection().abortBehind();
            assertEquals(answer.length, peer.getInputStream().readNBytes(answer.length).length);
            assertThrows(IOException.class, () -> peer.getInputStream().read());
            assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
        }
    }

    @Test
    public void leavingEndsInOrderLikeClosing() throws Exception {
        try (Socket peer = dialled(recorder)) {
            byte[] answer = new byte[MEBIBYTE];
            recorder.connection().write(ByteBuffer.wrap(answer));
            recorder.connection().leave();
            assertEquals(answer.length, drain(peer));
            assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
        }
    }

    @Test
    public void whoHasAllOfOursAndSendsOnAndOnIsNotReadForLong() throws Exception {
        assumeTrue("only Linux tells what a peer has", io == Io.EPOLL);
        try (Socket peer = dialled(recorder)) {
            recorder.connection().leave();
            assertEquals(-1, peer.getInputStream().read());
            byte[] chunk = new byte[MEBIBYTE];
            int sent = 0;
            try {
                for (; sent < 512; sent++) {
                    peer.getOutputStream().write(chunk);
                }
            } catch (IOException reset) {
                assertTrue(String.valueOf(sent), sent < 64);
                return;
            }
            throw new AssertionError("took " + sent + " MiB that nobody wants");
        }
    }

    @Test
    public void writableTogglesWithWhatWaits() throws Exception {
        try (Socket peer = dialled(recorder)) {
            Connection connection = recorder.connection();
            assertTrue(connection.writable());
            // More than the kernel's buffers of both ends take.
            int total = 32 * MEBIBYTE;
            connection.write(ByteBuffer.allocate(total));
            settle();
            assertFalse(connection.writable());
            assertEquals(0, recorder.writables.get());
            assertEquals(total, peer.getInputStream().readNBytes(total).length);
            await().atMost(TransportRule.PATIENCE).until(() -> recorder.writables.get() == 1);
            assertTrue(connection.writable());
        }
    }

    @Test
    public void whilePausedNothingIsHeardNotEvenFin() throws Exception {
        recorder.whenOpened(Connection::pauseReading);
        try (Socket peer = dialled(recorder)) {
            peer.getOutputStream().write("held".getBytes(StandardCharsets.UTF_8));
            peer.shutdownOutput();
            recorder.connection();
            settle();
            settle();
            assertEquals("", recorder.text());
            assertEquals(1, recorder.inputFinished.getCount());
            recorder.connection().resumeReading();
            recorder.awaitText("held");
            assertTrue(recorder.heardFin());
        }
    }

    @Test
    public void aPausedReaderStallsThePeer() throws Exception {
        int total = 32 * MEBIBYTE;
        recorder.whenOpened(Connection::pauseReading);
        try (Socket peer = dialled(recorder)) {
            Thread writer = new Thread(() -> {
                try {
                    peer.getOutputStream().write(new byte[total]);
                    peer.shutdownOutput();
                } catch (IOException closed) {
                    recorder.closed.completeExceptionally(closed);
                }
            });
            writer.start();
            // The kernel's buffers fill, and the writer stands in its write.
            await().atMost(TransportRule.PATIENCE).until(() -> inWrite(writer));
            assertEquals(0, recorder.size());
            recorder.connection().resumeReading();
            await().atMost(TransportRule.PATIENCE).until(() -> recorder.size() == total);
            writer.join();
        }
    }

    @Test
    public void aHandlerThatThrowsLosesItsConnectionOnlyAndIsLoggedOnce() throws Exception {
        Recorder broken = new Recorder() {
            @Override
            public void received(Connection connection, ByteBuffer bytes) {
                throw new IllegalStateException("bug");
            }
        };
        try (Socket first = dialled(broken);
                Socket second = dialled(recorder)) {
            first.getOutputStream().write('x');
            assertEquals(Kind.CLOSED_HERE, broken.reason().kind());
            second.getOutputStream().write('y');
            recorder.awaitText("y");
            assertEquals(1, rule.log.lines.size());
            assertTrue(rule.log.lines.get(0).startsWith("ERROR"));
        }
    }

    @Test
    public void aClosedLoopClosesItsConnectionsAndSaysSoFirst() throws Exception {
        Loop loop = rule.transport().newLoop("ending");
        rule.transport().dial(DialOptions.to(address(), LIMIT), loop, recorder);
        try (Socket peer = server.accept()) {
            recorder.connection().write(Recorder.bytes("bye"));
            loop.close();
            assertTrue(recorder.closed.isDone());
            assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
            assertEquals("bye", read(peer, 3));
            assertEquals(-1, peer.getInputStream().read());
            assertEquals(0, recorder.callsAfterClose.get());
        }
    }

    @Test
    public void dialingOnAClosedLoopEndsAtOnce() throws Exception {
        Loop loop = rule.transport().newLoop("ending");
        loop.close();
        rule.transport().dial(DialOptions.to(address(), LIMIT), loop, recorder);
        assertEquals(Kind.CLOSED_HERE, recorder.reason().kind());
        assertFalse(recorder.opened.isDone());
    }

    @Test
    public void nobodyListeningIsRefused() throws Exception {
        InetSocketAddress gone = address();
        server.close();
        rule.transport().dial(DialOptions.to(gone, LIMIT), rule.loop(), recorder);
        assertEquals(Kind.REFUSED, recorder.reason().kind());
        assertEquals("connection refused", recorder.reason().detail());
        assertFalse(recorder.opened.isDone());
        assertEquals(1, recorder.closes.get());
    }

    @Test
    public void noAnswerInTimeIsTimedOut() throws Exception {
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Linux drops SYNs once the queue of those not accepted is full.
            for (int i = 0; i < 4; i++) {
                SocketChannel waiting = SocketChannel.open();
                queue.add(waiting);
                waiting.configureBlocking(false);
                waiting.connect(full.getLocalSocketAddress());
            }
            InetSocketAddress remote = (InetSocketAddress) full.getLocalSocketAddress();
            rule.transport().dial(DialOptions.to(remote, Duration.ofMillis(200)), rule.loop(), recorder);
            assertEquals(Kind.TIMED_OUT, recorder.reason().kind());
            assertEquals("no answer within 200 ms", recorder.reason().detail());
            assertFalse(recorder.opened.isDone());
        } finally {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    @Test
    public void aLocalAddressThatIsNotOursIsNamedAndNothingIsDialled() throws Exception {
        InetSocketAddress foreign = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0);
        DialOptions options = new DialOptions(address(), Optional.of(foreign), false, LIMIT);
        rule.transport().dial(options, rule.loop(), recorder);
        assertEquals(Kind.NOT_DIALLED, recorder.reason().kind());
        assertTrue(recorder.reason().detail(), recorder.reason().detail().startsWith("local address"));
    }

    private InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private Socket dialled(Recorder handler) throws IOException {
        rule.transport().dial(DialOptions.to(address(), LIMIT), rule.loop(), handler);
        Socket peer = server.accept();
        peer.setSoTimeout(10_000);
        return peer;
    }

    /** The loop turns once. */
    private void settle() throws InterruptedException {
        CountDownLatch turned = new CountDownLatch(1);
        rule.loop().execute(turned::countDown);
        assertTrue(turned.await(10, TimeUnit.SECONDS));
    }

    private static boolean inWrite(Thread writer) {
        return List.of(writer.getStackTrace()).toString().contains("write") && writer.isAlive();
    }

    private static String read(Socket from, int length) throws IOException {
        return new String(from.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    private static int drain(Socket from) throws IOException {
        InputStream in = from.getInputStream();
        byte[] chunk = new byte[64 << 10];
        int total = 0;
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            total += length;
        }
        return total;
    }
}
