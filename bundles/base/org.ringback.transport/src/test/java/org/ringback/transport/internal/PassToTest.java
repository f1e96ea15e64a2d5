package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.TcpListener;

@RunWith(Parameterized.class)
public class PassToTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** More than the kernel's buffers of both ends take: writer and reader wait when they pass their connection on. */
    private static final long MANY = 48L << 20;

    @Rule
    public final TransportRule rule;

    public PassToTest(Io io) {
        rule = new TransportRule(io);
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    @Test
    public void whatOneHandlerLeftUnreadTheNextHearsFirst() throws Exception {
        Recorder next = new Recorder();
        Recorder first = new Recorder() {
            @Override
            public void received(Connection connection, ByteBuffer bytes) {
                bytes.get();
                connection.passTo(next, bytes);
            }
        };
        Recorder peer = new Recorder();
        connect(peer, first);
        peer.connection().write(Recorder.bytes("hello"));
        next.awaitText("ello");
        peer.connection().write(Recorder.bytes(" again"));
        next.awaitText("ello again");
        peer.connection().close();
        assertEquals(Kind.CLOSED_THERE, next.reason().kind());
        assertTrue(next.heardFin());
        assertFalse("the former handler hears nothing any more", first.closed.isDone());
    }

    @Test
    public void theNextHandlerReadsOnWhereTheFormerHadPausedTheEndIncluded() throws Exception {
        Recorder peer = new Recorder();
        Recorder paused = new Recorder().whenOpened(Connection::pauseReading);
        connect(peer, paused);
        peer.connection().write(Recorder.bytes("held"));
        peer.connection().finishWriting();
        Recorder next = new Recorder();
        Connection connection = paused.connection();
        rule.loop().execute(() -> connection.passTo(next, Recorder.bytes("first, ")));
        next.awaitText("first, held");
        assertTrue(next.heardFin());
        assertEquals("", paused.text());
    }

    @Test
    public void whatTheNextHandlerThrowsEndsTheConnectionOnly() throws Exception {
        Recorder peer = new Recorder();
        Recorder first = new Recorder();
        connect(peer, first);
        Recorder next = new Recorder().whenOpened(connection -> {
            throw new IllegalStateException("bug");
        });
        Connection connection = first.connection();
        rule.loop().execute(() -> connection.passTo(next, NOTHING));
        assertEquals(Kind.CLOSED_HERE, next.reason().kind());
        assertEquals(1, rule.log.lines.size());
    }

    @Test
    public void aConnectionThatIsOverIsPassedToNobody() throws Exception {
        Recorder peer = new Recorder();
        Recorder first = new Recorder();
        connect(peer, first);
        first.connection().abort();
        first.reason();
        Recorder next = new Recorder();
        onLoop(rule.loop(), () -> first.connection().passTo(next, Recorder.bytes("late")));
        onLoop(rule.loop(), () -> {});
        assertFalse(next.opened.isDone());
        assertFalse(next.closed.isDone());
    }

    @Test
    public void plaintextIsCutAtAnyByteBetweenTwoHandlers() throws Exception {
        String message = "from the first byte to the last";
        for (int cut = 0; cut < message.length(); cut++) {
            int taken = cut;
            ProtectedRecorder next = new ProtectedRecorder();
            StringBuilder former = new StringBuilder();
            ProtectedRecorder first = new ProtectedRecorder() {
                @Override
                public void received(ProtectedConnection connection, ByteBuffer plaintext) {
                    for (int i = 0; i < taken; i++) {
                        former.append((char) plaintext.get());
                    }
                    connection.passTo(next, rule.loop(), plaintext);
                }
            };
            ProtectedRecorder peer = new ProtectedRecorder().whenEstablished(connection -> {
                connection.write(Recorder.bytes(message));
                connection.write(Recorder.bytes(", and on"));
                connection.close();
            });
            protect(peer, rule.loop(), first, rule.loop());
            assertEquals(Kind.CLOSED_THERE, next.reason().kind());
            assertEquals(message + ", and on", former + next.text());
            assertTrue(next.established.isDone());
            assertEquals(0, next.callsAfterClose.get());
        }
    }

    @Test
    public void bothEndsGoOnWholeInMidTransferWhileTheLoopsOfTheFormerOwnersClose() throws Exception {
        Loop dialling = rule.transport().newLoop("dialling");
        Loop answering = rule.transport().newLoop("answering");
        Writer writer = new Writer(rule.transport().newLoop("dialling"));
        Reader reader = new Reader(rule.transport().newLoop("answering"));
        protect(writer, dialling, reader, answering);
        reader.passed.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        writer.passed.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        dialling.close();
        answering.close();
        assertEquals(Kind.CLOSED_THERE, reader.next.reason().kind());
        assertEquals(MANY, reader.count.get());
        assertEquals(0, reader.wrong.get());
        assertEquals(Kind.CLOSED_HERE, writer.next.reason().kind());
    }

    @Test
    public void aConnectionGoesToAnotherViewOfItsThreadOnly() throws Exception {
        ProtectedRecorder first = new ProtectedRecorder();
        protect(new ProtectedRecorder(), rule.loop(), first, rule.loop());
        ProtectedConnection connection = first.connection();
        Loop elsewhere = rule.transport().newLoop("elsewhere");
        onLoop(rule.loop(), () -> {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> connection.passTo(new ProtectedRecorder(), elsewhere, NOTHING));
            assertEquals("loop: of another thread (expected: one of the connection's thread)", refused.getMessage());
        });
    }

    @Test
    public void itEndsWithTheLoopOfTheNewOwner() throws Exception {
        Loop owner = rule.transport().newLoop("test");
        ProtectedRecorder first = new ProtectedRecorder();
        ProtectedRecorder next = new ProtectedRecorder();
        protect(new ProtectedRecorder(), rule.loop(), first, rule.loop());
        ProtectedConnection connection = first.connection();
        onLoop(rule.loop(), () -> connection.passTo(next, owner, NOTHING));
        owner.close();
        assertEquals(Kind.CLOSED_HERE, next.reason().kind());
        assertFalse(first.closed.isDone());
    }

    @Test
    public void whoCountsConnectionsIsToldOnceThatTheSocketIsGoneWhoeverOwnsItThen() throws Exception {
        AtomicInteger gone = new AtomicInteger();
        AtomicInteger goneWhenClosed = new AtomicInteger();
        ProtectedRecorder dialler = new ProtectedRecorder();
        ProtectedRecorder first = new ProtectedRecorder();
        ProtectedRecorder next = new ProtectedRecorder() {
            @Override
            public void closed(CloseReason reason) {
                goneWhenClosed.set(gone.get());
                super.closed(reason);
            }
        };
        protect(
                dialler,
                rule.loop(),
                rule.transport().protect(XorSession.answer(), LIMIT, first, gone::incrementAndGet),
                rule.loop());
        ProtectedConnection connection = first.connection();
        onLoop(rule.loop(), () -> connection.passTo(next, rule.loop(), NOTHING));
        assertEquals("it was passed on only", 0, gone.get());
        ProtectedConnection other = dialler.connection();
        onLoop(rule.loop(), other::close);
        assertEquals(Kind.CLOSED_THERE, next.reason().kind());
        assertEquals("before the owner", 1, goneWhenClosed.get());
        assertEquals("once", 1, gone.get());
    }

    @Test
    public void nothingOfTheFormerOwnerStaysReachable() throws Exception {
        Loop owner = rule.transport().newLoop("test");
        ProtectedRecorder next = new ProtectedRecorder();
        List<WeakReference<?>> former = passedFrom(next, owner);
        await().atMost(TransportRule.PATIENCE).until(() -> {
            System.gc();
            return former.stream().allMatch(one -> one.get() == null);
        });
        assertFalse("it stands", next.closed.isDone());
    }

    private List<WeakReference<?>> passedFrom(ProtectedRecorder next, Loop owner) throws Exception {
        Loop role = rule.transport().newLoop("test");
        ProtectedRecorder first = new ProtectedRecorder();
        protect(new ProtectedRecorder(), rule.loop(), first, role);
        ProtectedConnection connection = first.connection();
        onLoop(role, () -> connection.passTo(next, owner, NOTHING));
        role.close();
        return List.of(new WeakReference<>(first), new WeakReference<>(role));
    }

    private void connect(ConnectionHandler dialler, ConnectionHandler answerer) throws IOException {
        TcpListener listener = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, rule.loop(), (remote, local) -> answerer);
        rule.transport().dial(DialOptions.to(listener.local(), LIMIT), rule.loop(), dialler);
    }

    private void protect(ProtectedRecorder dialler, Loop dialling, ProtectedRecorder answerer, Loop answering)
            throws IOException {
        protect(dialler, dialling, rule.transport().protect(XorSession.answer(), LIMIT, answerer), answering);
    }

    private void protect(ProtectedRecorder dialler, Loop dialling, ConnectionHandler answerer, Loop answering)
            throws IOException {
        TcpListener listener = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, answering, (remote, local) -> answerer);
        rule.transport()
                .dial(
                        DialOptions.to(listener.local(), LIMIT),
                        dialling,
                        rule.transport().protect(XorSession.dial(), LIMIT, dialler));
    }

    private static void onLoop(Loop loop, Task task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Exception | AssertionError failed) {
                done.completeExceptionally(failed);
            }
        });
        done.get(TransportRule.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What a test does on a loop. */
    private interface Task {
        void run() throws Exception;
    }

    /** Writes numbered bytes, passes the connection on where it must wait halfway, and has the next one write the rest. */
    private static final class Writer extends ProtectedRecorder {
        private static final int CHUNK = 64 << 10;

        final CompletableFuture<Void> passed = new CompletableFuture<>();
        final ProtectedRecorder next = new ProtectedRecorder() {
            @Override
            public void established(ProtectedConnection connection) {
                super.established(connection);
                write(connection, MANY);
            }

            @Override
            public void writable(ProtectedConnection connection) {
                write(connection, MANY);
            }
        };
        private final Loop owner;
        private long written;

        Writer(Loop owner) {
            this.owner = owner;
        }

        @Override
        public void established(ProtectedConnection connection) {
            super.established(connection);
            writable(connection);
        }

        @Override
        public void writable(ProtectedConnection connection) {
            write(connection, MANY / 2);
            if (written == MANY / 2) {
                connection.passTo(next, owner, NOTHING);
                passed.complete(null);
            }
        }

        private void write(ProtectedConnection connection, long limit) {
            while (written < limit && connection.writable()) {
                ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
                while (chunk.hasRemaining()) {
                    chunk.put((byte) (written++ % 251));
                }
                connection.write(chunk.flip());
            }
            if (written == MANY) {
                connection.close();
            }
        }
    }

    /** Checks numbered bytes, passes the connection on in the middle of a piece, and has the next one check the rest. */
    private static final class Reader extends ProtectedRecorder {
        final CompletableFuture<Void> passed = new CompletableFuture<>();
        final AtomicLong count = new AtomicLong();
        final AtomicLong wrong = new AtomicLong();
        final ProtectedRecorder next = new ProtectedRecorder() {
            @Override
            public void received(ProtectedConnection connection, ByteBuffer plaintext) {
                check(plaintext, MANY);
            }
        };
        private final Loop owner;

        Reader(Loop owner) {
            this.owner = owner;
        }

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            check(plaintext, MANY / 3 + 1);
            if (plaintext.hasRemaining()) {
                connection.pauseReading();
                connection.passTo(next, owner, plaintext);
                passed.complete(null);
            }
        }

        private void check(ByteBuffer plaintext, long limit) {
            while (plaintext.hasRemaining() && count.get() < limit) {
                byte expected = (byte) (count.getAndIncrement() % 251);
                wrong.addAndGet(plaintext.get() == expected ? 0 : 1);
            }
        }
    }
}
