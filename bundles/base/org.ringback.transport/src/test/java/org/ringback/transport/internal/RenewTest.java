package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.TcpListener;

/** Another session takes the place of the present one, on the same TCP connection. */
@RunWith(Parameterized.class)
public class RenewTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int TIMES = 300;

    @Rule
    public final TransportRule rule;

    private final AtomicInteger gone = new AtomicInteger();

    public RenewTest(Io io) {
        rule = new TransportRule(io);
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    /** Puts a fresh session in the place of the present one whenever the peer says that it does. */
    private final class End extends ProtectedRecorder {
        private final boolean dials;
        private final Duration limit;
        final AtomicInteger renewals = new AtomicInteger();

        End(boolean dials, Duration limit) {
            this.dials = dials;
            this.limit = limit;
        }

        /** The hello of the next session goes right behind the last record of this one. */
        void begin(ProtectedConnection connection) {
            connection.write(Recorder.bytes("|"));
            connection.renew(session(), limit, gone::incrementAndGet);
        }

        private ProtectionSession session() {
            return dials ? XorSession.dial() : XorSession.answer();
        }

        @Override
        public void received(ProtectedConnection connection, ByteBuffer plaintext) {
            super.received(connection, plaintext.duplicate());
            if (!dials && plaintext.get(plaintext.limit() - 1) == '|') {
                connection.renew(session(), limit, gone::incrementAndGet);
            }
        }

        @Override
        public void renewed(ProtectedConnection connection) {
            int now = renewals.incrementAndGet();
            connection.write(Recorder.bytes("x"));
            if (dials && now < TIMES) {
                begin(connection);
            }
        }
    }

    @Test
    public void hundredsOfSessionsFollowEachOtherAndNoByteIsAnothersOrLost() throws Exception {
        End answerer = new End(false, LIMIT);
        End dialler = new End(true, LIMIT);
        connect(dialler, answerer);
        ProtectedConnection connection = dialler.connection();
        rule.loop().execute(() -> dialler.begin(connection));
        await().atMost(TransportRule.PATIENCE)
                .until(() -> dialler.renewals.get() == TIMES && answerer.text().endsWith("|x"));
        await().atMost(TransportRule.PATIENCE).until(() -> dialler.text().length() == TIMES);
        assertEquals("|x".repeat(TIMES), answerer.text());
        assertEquals("x".repeat(TIMES), dialler.text());
        assertFalse(dialler.closed.isDone());
        assertEquals("both ends of all but the first and the last", 2 * (TIMES - 1), gone.get());
        assertEquals("xor", connection.peer().protection());
        connection.close();
        answerer.reason();
        dialler.reason();
        assertEquals(2 * TIMES, gone.get());
    }

    @Test
    public void aPeerThatDoesNotAnswerTheNextHandshakeIsGivenUpInTime() throws Exception {
        ProtectedRecorder answerer = new ProtectedRecorder();
        End dialler = new End(true, SHORT);
        connect(dialler, answerer);
        ProtectedConnection connection = dialler.connection();
        rule.loop().execute(() -> {
            connection.renew(XorSession.answer(), SHORT, gone::incrementAndGet);
            connection.write(Recorder.bytes("lost"));
        });
        assertEquals(Kind.TIMED_OUT, dialler.reason().kind());
        assertEquals("no handshake within 200 ms", dialler.reason().detail());
        assertEquals(1, gone.get());
        assertEquals("nothing is written under the former session", "", answerer.text());
    }

    @Test
    public void whoeverClosesInTheMidstOfTheNextHandshakeDoesNotTouchIt() throws Exception {
        ProtectedRecorder answerer = new ProtectedRecorder();
        ProtectedRecorder dialler = new ProtectedRecorder();
        connect(dialler, answerer);
        ProtectedConnection connection = dialler.connection();
        rule.loop().execute(() -> {
            connection.renew(XorSession.answer(), LIMIT, gone::incrementAndGet);
            connection.close();
        });
        assertEquals(Kind.CLOSED_HERE, dialler.reason().kind());
        assertTrue(answerer.reason().toString(), answerer.closed.isDone());
        assertEquals(1, gone.get());
    }

    private void connect(ProtectedRecorder dialler, ProtectedRecorder answerer) throws Exception {
        TcpListener listener = rule.transport()
                .listen(
                        TransportRule.anyPort(),
                        ListenOptions.EXCLUSIVE,
                        rule.loop(),
                        (remote, local) -> rule.transport().protect(XorSession.answer(), LIMIT, answerer, () -> {}));
        rule.transport()
                .dial(
                        DialOptions.to(listener.local(), LIMIT),
                        rule.loop(),
                        rule.transport().protect(XorSession.dial(), LIMIT, dialler, () -> {}));
        answerer.connection();
    }
}
