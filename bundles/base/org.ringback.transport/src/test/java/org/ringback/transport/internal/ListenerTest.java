package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;

@RunWith(Parameterized.class)
public class ListenerTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Rule
    public final TransportRule rule;

    private final InetSocketAddress anyPort;
    private final LinkedBlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<InetSocketAddress> remotes = new LinkedBlockingQueue<>();
    private final ConnectionAcceptor acceptor = (remote, local) -> {
        Recorder recorder = new Recorder();
        remotes.add(remote);
        accepted.add(recorder);
        return recorder;
    };

    public ListenerTest(Io io, InetAddress loopback) {
        rule = new TransportRule(io, TransportRule.settings(2, 4, Duration.ofSeconds(2)));
        anyPort = new InetSocketAddress(loopback, 0);
    }

    @Parameters(name = "{0} {1}")
    public static Iterable<Object[]> kinds() throws Exception {
        return TransportRule.kindsAndFamilies();
    }

    @Test
    public void anAcceptedConnectionKnowsBothAddressesAndIsServedOnTheLoop() throws Exception {
        TcpListener listener = listen(ListenOptions.EXCLUSIVE);
        try (Socket peer = connect(listener.local())) {
            Recorder recorder = next();
            InetSocketAddress remote = recorder.connection().remote();
            assertEquals(peer.getLocalSocketAddress(), remote);
            assertEquals(remote, remotes.poll());
            assertEquals(listener.local(), recorder.connection().local());
            assertFalse(remote.toString(), remote.toString().contains("%"));
            assertEquals(anyPort.getAddress().getClass(), remote.getAddress().getClass());
            assertEquals("ringback-test", recorder.thread);
        }
    }

    @Test
    public void whoComesWhileAcceptingIsPausedWaitsInTheBacklog() throws Exception {
        TcpListener listener = listen(ListenOptions.EXCLUSIVE);
        // By its owner, on the loop: from elsewhere a connection that comes at that moment may still be taken.
        CompletableFuture.runAsync(listener::pauseAccepting, rule.loop()).get(10, TimeUnit.SECONDS);
        try (Socket peer = connect(listener.local())) {
            peer.getOutputStream().write("one".getBytes(StandardCharsets.UTF_8));
            // Turns of the loop in which it would be accepted.
            for (int turn = 0; turn < 3; turn++) {
                CompletableFuture.runAsync(() -> {}, rule.loop()).get(10, TimeUnit.SECONDS);
            }
            assertTrue(accepted.isEmpty());
            listener.resumeAccepting();
            next().awaitText("one");
        }
    }

    @Test
    public void aConnectionThatCameWhileDetachedIsAcceptedByTheNextOwnerOnItsLoop() throws Exception {
        TcpListener listener = listen(ListenOptions.EXCLUSIVE);
        listener.detach();
        try (Socket first = connect(listener.local());
                Socket second = connect(listener.local())) {
            first.getOutputStream().write("one".getBytes(StandardCharsets.UTF_8));
            second.getOutputStream().write("two".getBytes(StandardCharsets.UTF_8));
            assertTrue(accepted.isEmpty());
            Loop other = rule.transport().newLoop("other");
            TcpListener again = rule.transport().listen(listener.local(), ListenOptions.EXCLUSIVE, other, acceptor);

            Recorder one = next();
            Recorder two = next();
            one.awaitText("one");
            two.awaitText("two");
            assertEquals("ringback-other", one.thread);
            assertEquals(listener.local(), again.local());
        }
    }

    @Test
    public void noConnectionIsLostWhenTheOwnerChangesUnderFire() throws Exception {
        TcpListener listener = listen(ListenOptions.EXCLUSIVE);
        for (int i = 0; i < 60; i++) {
            connect(listener.local()).close();
            if (i % 6 == 3) {
                listener.detach();
                Loop loop = rule.transport().newLoop(i % 12 == 3 ? "other" : "test");
                listener = rule.transport().listen(listener.local(), ListenOptions.EXCLUSIVE, loop, acceptor);
            }
        }
        await().atMost(TransportRule.PATIENCE).until(() -> accepted.size() == 60);
        for (Recorder recorder : accepted) {
            assertEquals(Kind.CLOSED_THERE, recorder.reason().kind());
        }
    }

    @Test
    public void acceptedConnectionsOutliveTheirListener() throws Exception {
        TcpListener listener = listen(ListenOptions.EXCLUSIVE);
        try (Socket peer = connect(listener.local())) {
            Recorder recorder = next();
            recorder.connection();
            listener.close();
            new ServerSocket(listener.local().getPort(), 1, anyPort.getAddress()).close();
            peer.getOutputStream().write('x');
            recorder.awaitText("x");
        }
    }

    @Test
    public void aPortInUseIsRefusedWithAddressAndCause() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, anyPort.getAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            IOException refused = assertThrows(IOException.class, () -> rule.transport()
                    .listen(address, ListenOptions.EXCLUSIVE, rule.loop(), acceptor));
            assertTrue(refused.getMessage(), refused.getMessage().contains(Integer.toString(address.getPort())));
            assertTrue(refused.getMessage(), refused.getMessage().endsWith(": in use"));
        }
    }

    @Test
    public void aListenerStandsBesideTheConnectionDialledFromItsPort() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, anyPort.getAddress())) {
            Recorder dialled = new Recorder();
            rule.transport().dial(shared(server, anyPort), rule.loop(), dialled);
            try (Socket first = server.accept()) {
                InetSocketAddress ours = dialled.connection().local();
                TcpListener listener = rule.transport().listen(ours, ListenOptions.SHARED, rule.loop(), acceptor);
                assertEquals(ours, listener.local());
                try (Socket third = connect(ours)) {
                    third.getOutputStream().write("third".getBytes(StandardCharsets.UTF_8));
                    next().awaitText("third");
                    first.getOutputStream().write("first".getBytes(StandardCharsets.UTF_8));
                    dialled.awaitText("first");
                }
            }
        }
    }

    @Test
    public void aConnectionIsDialledFromThePortOfAListener() throws Exception {
        TcpListener listener = listen(ListenOptions.SHARED);
        try (ServerSocket server = new ServerSocket(0, 10, anyPort.getAddress())) {
            Recorder dialled = new Recorder();
            rule.transport().dial(shared(server, listener.local()), rule.loop(), dialled);
            try (Socket first = server.accept();
                    Socket third = connect(listener.local())) {
                assertEquals(listener.local(), first.getRemoteSocketAddress());
                third.getOutputStream().write('x');
                next().awaitText("x");
                first.getOutputStream().write('y');
                dialled.awaitText("y");
            }
        }
    }

    @Test
    public void dialingFromTheUnsharedPortOfAListenerSaysSo() throws Exception {
        TcpListener listener = listen(ListenOptions.EXCLUSIVE);
        try (ServerSocket server = new ServerSocket(0, 10, anyPort.getAddress())) {
            Recorder dialled = new Recorder();
            rule.transport().dial(shared(server, listener.local()), rule.loop(), dialled);
            assertEquals(Kind.NOT_DIALLED, dialled.reason().kind());
            assertTrue(dialled.reason().detail(), dialled.reason().detail().startsWith("local address"));
            assertFalse(dialled.opened.isDone());
        }
    }

    @Test
    public void anAcceptorThatThrowsLosesThatConnectionOnly() throws Exception {
        TcpListener listener = rule.transport()
                .listen(anyPort, ListenOptions.EXCLUSIVE, rule.loop(), (remote, local) -> {
                    if (rule.log.lines.isEmpty()) {
                        throw new IllegalStateException("bug");
                    }
                    return acceptor.accept(remote, local);
                });
        try (Socket first = connect(listener.local())) {
            assertEquals(-1, first.getInputStream().read());
        }
        try (Socket second = connect(listener.local())) {
            second.getOutputStream().write('x');
            next().awaitText("x");
        }
    }

    private TcpListener listen(ListenOptions options) throws IOException {
        return rule.transport().listen(anyPort, options, rule.loop(), acceptor);
    }

    private Recorder next() throws InterruptedException {
        Recorder recorder = accepted.poll(10, TimeUnit.SECONDS);
        if (recorder == null) {
            throw new AssertionError("nothing was accepted");
        }
        return recorder;
    }

    private static DialOptions shared(ServerSocket server, InetSocketAddress local) {
        InetSocketAddress remote = (InetSocketAddress) server.getLocalSocketAddress();
        return new DialOptions(remote, Optional.of(local), true, LIMIT);
    }

    private static Socket connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.connect(to, 5_000);
        return socket;
    }
}
