package org.ringback.transport.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.transport.Connection;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;

/** What comes on one connection goes on by another without a copy: whole, in order, and no more than that one takes. */
@RunWith(Parameterized.class)
public class ForwardTest {
    /** More than the kernel's buffers of both connections take. */
    private static final int MANY = 48 << 20;

    @Rule
    public final TransportRule rule;

    private final Recorder to = new Recorder() {
        @Override
        public void writable(Connection connection) {
            super.writable(connection);
            from.resumeReading();
        }
    };
    private volatile Connection from;
    private Socket sends;
    private Socket takes;

    public ForwardTest(Io io) {
        rule = new TransportRule(io);
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    /** Passes on what comes, and reads no more while the other connection cannot take it. */
    private class Passing extends Recorder {
        @Override
        public void received(Connection source, ByteBuffer bytes) {
            Connection next = to.opened.join();
            next.forward(source, bytes);
            assertFalse("used up", bytes.hasRemaining());
            // As it may have become writable between the two, whoever pauses looks once more.
            if (!next.writable()) {
                source.pauseReading();
                if (next.writable()) {
                    source.resumeReading();
                }
            }
        }
    }

    private Socket dial(Recorder handler, Loop loop) throws Exception {
        InetSocketAddress at = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, loop, (remote, local) -> handler)
                .local();
        Socket socket = new Socket(at.getAddress(), at.getPort());
        socket.setSoTimeout((int) TransportRule.PATIENCE.toMillis());
        if (handler == to) {
            handler.connection();
        } else {
            from = handler.connection();
        }
        return socket;
    }

    private void joined(Recorder passing, Loop loop) throws Exception {
        takes = dial(to, loop);
        sends = dial(passing, rule.loop());
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

    private static byte[] read(Socket socket, int count) throws IOException {
        InputStream in = socket.getInputStream();
        return in.readNBytes(count);
    }

    @Test
    public void everyByteArrivesInOrderAlsoWhereTheReaderIsSlow() throws Exception {
        joined(new Passing(), rule.loop());
        CompletableFuture<Void> written = write(bytes(MANY));
        await().atMost(TransportRule.PATIENCE).until(() -> !to.opened.join().writable());
        assertFalse("more than all buffers take", written.isDone());
        assertArrayEquals(bytes(MANY), read(takes, MANY));
        assertTrue("it had to wait, and was told", to.writables.get() > 0);
    }

    @Test
    public void exactlyOneFullReadArrivesWithoutAnythingBehindIt() throws Exception {
        joined(new Passing(), rule.loop());
        for (int size : new int[] {1, CarriedReads.SIZE, 1, 3 * CarriedReads.SIZE}) {
            CompletableFuture<Void> written = write(bytes(size));
            assertArrayEquals(bytes(size), read(takes, size));
            written.join();
        }
    }

    @Test
    public void whatWasUsedInPartAndWhatIsAnothersIsCopied() throws Exception {
        joined(
                new Recorder() {
                    @Override
                    public void received(Connection source, ByteBuffer bytes) {
                        Connection next = to.opened.join();
                        bytes.get();
                        next.forward(source, bytes);
                        next.forward(source, Recorder.bytes("!"));
                    }
                },
                rule.loop());
        sends.getOutputStream().write("hello".getBytes(US_ASCII));
        assertEquals("ello!", new String(read(takes, 5), US_ASCII));
    }

    @Test
    public void aConnectionOfAnotherThreadGetsACopy() throws Exception {
        joined(new Passing(), rule.transport().newLoop("another"));
        CompletableFuture<Void> written = write(bytes(MANY / 8));
        assertArrayEquals(bytes(MANY / 8), read(takes, MANY / 8));
        written.join();
    }

    @Test
    public void whatWasWrittenBeforeGoesFirstAndAnEndedOutputTakesNothing() throws Exception {
        Recorder passing = new Recorder() {
            @Override
            public void received(Connection source, ByteBuffer bytes) {
                to.opened.join().forward(source, bytes);
            }
        };
        joined(passing, rule.loop());
        CompletableFuture<Void> done = new CompletableFuture<>();
        rule.loop().execute(() -> {
            to.opened.join().write(Recorder.bytes("first, "));
            done.complete(null);
        });
        done.join();
        sends.getOutputStream().write("second".getBytes(US_ASCII));
        assertEquals("first, second", new String(read(takes, 13), US_ASCII));
        to.connection().finishWriting();
        assertEquals(-1, takes.getInputStream().read());
        sends.getOutputStream().write("late".getBytes(US_ASCII));
        sends.shutdownOutput();
        assertTrue(passing.heardFin());
        assertEquals("nothing was thrown", 0, rule.log.lines.size());
    }

    @After
    public void close() throws IOException {
        sends.close();
        takes.close();
    }
}
