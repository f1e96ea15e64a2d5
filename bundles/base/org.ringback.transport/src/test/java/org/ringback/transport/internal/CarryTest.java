package org.ringback.transport.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;

/** What comes on one connection goes on by another: whole, in order, unread, and no more than that one takes. */
@RunWith(Parameterized.class)
public class CarryTest {
    /** More than the kernel's buffers of both connections take. */
    private static final int MANY = 48 << 20;

    @Rule
    public final TransportRule rule;

    private final Io io;
    private final AtomicLong carried = new AtomicLong();
    private final Recorder to = new Recorder() {
        @Override
        public void writable(Connection connection) {
            super.writable(connection);
            from.resumeReading();
        }
    };
    private final Recorder passing = new Recorder() {
        /** Reads no more while the other connection cannot take it. */
        @Override
        public void carried(Connection source, int bytes) {
            carried.addAndGet(bytes);
            Connection next = to.opened.join();
            // As it may have become writable between the two, whoever pauses looks once more.
            if (!next.writable() && !outputEnded) {
                source.pauseReading();
                if (next.writable()) {
                    source.resumeReading();
                }
            }
        }
    };
    private volatile Connection from;
    private volatile boolean outputEnded;
    private Socket sends;
    private Socket takes;

    public CarryTest(Io io) {
        this.io = io;
        rule = new TransportRule(io);
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    private Socket dial(Recorder handler, Loop loop) throws Exception {
        InetSocketAddress at = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, loop, (remote, local) -> handler)
                .local();
        Socket socket = new Socket(at.getAddress(), at.getPort());
        socket.setSoTimeout((int) TransportRule.PATIENCE.toMillis());
        handler.connection();
        return socket;
    }

    private void open(Loop loopOfTheOther) throws Exception {
        takes = dial(to, loopOfTheOther);
        sends = dial(passing, rule.loop());
        from = passing.connection();
    }

    private void joined() throws Exception {
        open(rule.loop());
        onLoop(() -> from.carryTo(to.opened.join()));
    }

    private void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        rule.loop().execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        done.join();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(8).nextBytes(bytes);
        return bytes;
    }

    private CompletableFuture<Void> write(byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                sends.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private byte[] arrived(int count) throws IOException {
        return takes.getInputStream().readNBytes(count);
    }

    private String words(int count) throws IOException {
        return new String(arrived(count), US_ASCII);
    }

    /** How many pipes this process has open, of which each is two files. */
    private static long pipes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(CarryTest::pipe).count() / 2;
        }
    }

    private static boolean pipe(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("pipe:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    public void everyByteArrivesInOrderAlsoWhereTheReaderIsSlow() throws Exception {
        joined();
        stall();
        assertArrayEquals(bytes(MANY), arrived(MANY));
        assertTrue("it had to wait, and was told", to.writables.get() > 0);
        await().atMost(TransportRule.PATIENCE).until(() -> carried.get() == MANY);
        assertEquals("nothing was read", 0, passing.size());
    }

    @Test
    public void oneFullPipeArrivesWithoutAnythingBehindIt() throws Exception {
        joined();
        for (int size : new int[] {1, Pipe.SIZE, 1, 3 * Pipe.SIZE}) {
            CompletableFuture<Void> written = write(bytes(size));
            assertArrayEquals(bytes(size), arrived(size));
            written.join();
        }
    }

    @Test
    public void whatCameJustBeforeTheEndArrivesBeforeIt() throws Exception {
        passing.whenInputFinished(source -> to.opened.join().finishWriting());
        joined();
        onLoop(from::pauseReading);
        sends.getOutputStream().write(bytes(5 * Pipe.SIZE));
        sends.shutdownOutput();
        from.resumeReading();
        assertArrayEquals(bytes(5 * Pipe.SIZE), arrived(5 * Pipe.SIZE));
        assertEquals(-1, takes.getInputStream().read());
    }

    @Test
    public void whatWasWrittenBeforeGoesFirstAndAnEndedOutputTakesNothing() throws Exception {
        joined();
        onLoop(() -> to.opened.join().write(Recorder.bytes("first, ")));
        sends.getOutputStream().write("second".getBytes(US_ASCII));
        assertEquals("first, second", words(13));
        outputEnded = true;
        to.connection().finishWriting();
        assertEquals(-1, takes.getInputStream().read());
        sends.getOutputStream().write("late".getBytes(US_ASCII));
        sends.shutdownOutput();
        assertTrue(passing.heardFin());
        assertEquals("thrown away, but told", "second".length() + "late".length(), carried.get());
        assertEquals("no bug", 0, rule.log.lines.size());
    }

    @Test
    public void bothWaysAtOnceAreTwo() throws Exception {
        joined();
        onLoop(() -> to.opened.join().carryTo(from));
        takes.getOutputStream().write("back".getBytes(US_ASCII));
        sends.getOutputStream().write("there".getBytes(US_ASCII));
        assertEquals("there", words(5));
        assertEquals("back", new String(sends.getInputStream().readNBytes(4), US_ASCII));
    }

    /** The reader stops; what comes then waits to be sent. */
    private void stall() {
        CompletableFuture<Void> written = write(bytes(MANY));
        await().atMost(TransportRule.PATIENCE).until(() -> !to.opened.join().writable());
        assertFalse("more than all buffers take", written.isDone());
    }

    /** A pipe that its thread keeps is closed with that. */
    private void nothingIsLeftOpenBut(long before) {
        rule.transport().close();
        await().atMost(TransportRule.PATIENCE).until(() -> pipes() == before);
    }

    @Test
    public void onLinuxAPipeCarriesThatAReaderWhoStopsKeepsAndItsEndFrees() throws Exception {
        joined();
        long before = pipes();
        long one = io == Io.EPOLL ? 1 : 0;
        sends.getOutputStream().write(1);
        assertEquals(1, arrived(1).length);
        assertEquals("the thread's own", before + one, pipes());
        stall();
        assertEquals("the same, which waits to be sent", before + one, pipes());
        to.connection().abort();
        from.abort();
        nothingIsLeftOpenBut(before);
    }

    @Test
    public void aReaderWhoStopsAndIsResetTakesWhatWaitedWithIt() throws Exception {
        joined();
        long before = pipes();
        stall();
        takes.setSoLinger(true, 0);
        takes.close();
        assertEquals(CloseReason.Kind.BROKEN, to.reason().kind());
        nothingIsLeftOpenBut(before);
        assertEquals("no bug", 0, rule.log.lines.size());
    }

    @Test
    public void whatWaitedForAReaderThatIsGoneReachesNobodyElse() throws Exception {
        joined();
        stall();
        takes.setSoLinger(true, 0);
        takes.close();
        to.reason();
        sends.close();
        Recorder target = new Recorder();
        Recorder source = new Recorder();
        takes = dial(target, rule.loop());
        sends = dial(source, rule.loop());
        onLoop(() -> source.opened.join().carryTo(target.opened.join()));
        sends.getOutputStream().write("mine".getBytes(US_ASCII));
        assertEquals("mine", words(4));
    }

    @Test
    public void whoIsPassedOnReadsAgain() throws Exception {
        joined();
        sends.getOutputStream().write("carried".getBytes(US_ASCII));
        assertEquals("carried", words(7));
        Recorder next = new Recorder();
        onLoop(() -> from.passTo(next, Recorder.bytes("unread, ")));
        sends.getOutputStream().write("read".getBytes(US_ASCII));
        next.awaitText("unread, read");
        assertEquals(0, takes.getInputStream().available());
    }

    @Test
    public void aResetOfTheOneThatSendsIsNoEndInOrder() throws Exception {
        joined();
        sends.getOutputStream().write("word".getBytes(US_ASCII));
        assertEquals("word", words(4));
        sends.setSoLinger(true, 0);
        sends.close();
        assertEquals(CloseReason.Kind.BROKEN, passing.reason().kind());
    }

    @Test
    public void aResetOfTheOneThatTakesEndsIt() throws Exception {
        joined();
        takes.setSoLinger(true, 0);
        takes.close();
        to.reason();
        sends.getOutputStream().write("into the void".getBytes(US_ASCII));
        await().atMost(TransportRule.PATIENCE).until(() -> carried.get() == "into the void".length());
        assertEquals("no bug", 0, rule.log.lines.size());
    }

    @Test
    public void aHandlerThatThrowsEndsItsConnectionAlone() throws Exception {
        Recorder throwing = new Recorder() {
            @Override
            public void carried(Connection source, int bytes) {
                throw new IllegalStateException("a bug");
            }
        };
        takes = dial(to, rule.loop());
        sends = dial(throwing, rule.loop());
        onLoop(() -> throwing.opened.join().carryTo(to.opened.join()));
        sends.getOutputStream().write("word".getBytes(US_ASCII));
        assertEquals("word", words(4));
        throwing.reason();
        assertEquals(1, rule.log.lines.size());
        assertTrue(to.connection().writable());
        assertFalse(to.closed.isDone());
    }

    @Test
    public void aConnectionOfAnotherThreadIsRefused() throws Exception {
        open(rule.transport().newLoop("another"));
        CompletionException refused =
                assertThrows(CompletionException.class, () -> onLoop(() -> from.carryTo(to.opened.join())));
        assertEquals(IllegalArgumentException.class, refused.getCause().getClass());
    }

    @After
    public void close() throws IOException {
        sends.close();
        takes.close();
    }
}
