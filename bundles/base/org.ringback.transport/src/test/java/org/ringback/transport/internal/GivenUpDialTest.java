package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.TcpListener;

/** A dial that nobody answers ends when it is aborted, and not when the system gives it up. */
@RunWith(Parameterized.class)
public final class GivenUpDialTest {
    /** Longer than this test. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int IN_A_QUEUE_OF_ONE = 2;

    @Rule
    public final TransportRule rule;

    private final InetAddress loopback;

    public GivenUpDialTest(Io io, InetAddress loopback) {
        rule = new TransportRule(io, TransportRule.settings(2, 4, Duration.ofSeconds(2)));
        this.loopback = loopback;
    }

    @Parameters(name = "{0} {1}")
    public static Iterable<Object[]> kinds() throws Exception {
        return TransportRule.kindsAndFamilies();
    }

    @Test
    public void whatIsAbortedBeforeItIsOpenIsToldOnceAndItsPortMayDialTheSameAddressAgain() throws Exception {
        TcpListener own = rule.transport()
                .listen(
                        new InetSocketAddress(loopback, 0),
                        ListenOptions.SHARED,
                        rule.loop(),
                        (remote, local) -> new Recorder());
        try (ServerSocket full = new ServerSocket(0, 1, loopback);
                Socket first = new Socket(loopback, full.getLocalPort());
                Socket second = new Socket(loopback, full.getLocalPort())) {
            assertNotEquals(first.getLocalPort(), second.getLocalPort());
            DialOptions options = new DialOptions(
                    (InetSocketAddress) full.getLocalSocketAddress(), Optional.of(own.local()), true, LIMIT);
            Recorder unanswered = dial(options);
            unanswered.dialling.get(10, TimeUnit.SECONDS).abort();

            assertEquals(CloseReasons.ABORTED, unanswered.reason());
            assertFalse(unanswered.opened.isDone());
            for (int i = 0; i < IN_A_QUEUE_OF_ONE; i++) {
                full.accept().close();
            }
            // The JDK's sockets are gone a turn of their loop later.
            await().atMost(TransportRule.PATIENCE).until(() -> opens(options));
            assertEquals(1, unanswered.closes.get());
            assertEquals(0, unanswered.callsAfterClose.get());
        }
    }

    private boolean opens(DialOptions options) throws Exception {
        Recorder recorder = dial(options);
        CompletableFuture.anyOf(recorder.opened, recorder.closed).get(10, TimeUnit.SECONDS);
        return recorder.opened.isDone();
    }

    private Recorder dial(DialOptions options) {
        Recorder recorder = new Recorder();
        rule.transport().dial(options, rule.loop(), recorder);
        return recorder;
    }
}
