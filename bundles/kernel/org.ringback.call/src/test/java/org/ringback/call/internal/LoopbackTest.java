package org.ringback.call.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.Conversation;
import org.ringback.api.Role;
import org.ringback.call.core.ConversationLimits;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.ringback.transport.internal.NettyTransport;

/**
 * Real sockets from end to end: a program's connection, the issuer's end, a call-back over TCP (its protection is not
 * the subject here), the acceptor's end, an appliance's connection.
 */
@RunWith(Parameterized.class)
public class LoopbackTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Parameters(name = "{0}")
    public static Object[] addresses() {
        return new Object[] {"127.0.0.1", "::1"};
    }

    @Rule
    public final Timeout timeout = new Timeout(30, TimeUnit.SECONDS);

    private final String host;
    private NettyTransport transport;
    private ServerSocket appliance;
    private InetSocketAddress local;
    private CallEnd issuer;
    private CallEnd acceptor;
    private final CompletableFuture<String> issuerEnded = new CompletableFuture<>();
    private PlainLink acceptorLink;

    public LoopbackTest(String host) {
        this.host = host;
    }

    @Before
    public void aCallBackStands() throws Exception {
        InetAddress address = InetAddress.getByName(host);
        transport = new NettyTransport(Map.of());
        Loop issuerLoop = transport.newLoop("test-issuer");
        Loop acceptorLoop = transport.newLoop("test-acceptor");
        appliance = new ServerSocket(0, 50, address);
        InetSocketAddress appliancesAddress = new InetSocketAddress(address, appliance.getLocalPort());

        CallEnds ends = new CallEnds(transport, new Random(), ConversationLimits.DEFAULT);
        issuer = ends.make(Line.facts(Role.ISSUER), issuerLoop, new CallListener() {
            @Override
            public void opened(CallEnd call, Conversation conversation) {
                throw new AssertionError("the acceptor opens nothing here");
            }

            @Override
            public void ended(CallEnd call, String reason) {
                issuerEnded.complete(reason);
            }
        });
        acceptor = ends.make(Line.facts(Role.ACCEPTOR), acceptorLoop, new CallListener() {
            @Override
            public void opened(CallEnd call, Conversation conversation) {
                call.join(conversation, appliancesAddress, new HeardDial());
            }

            @Override
            public void ended(CallEnd call, String reason) {
                // The issuer's end is looked at.
            }
        });
        acceptorLink = new PlainLink(acceptor);
        PlainLink issuerLink = new PlainLink(issuer);
        TcpListener listener = transport.listen(
                new InetSocketAddress(address, 0), ListenOptions.EXCLUSIVE, issuerLoop, (from, to) -> issuerLink);
        transport.dial(DialOptions.to(listener.local(), LIMIT), acceptorLoop, acceptorLink);
        await().until(() -> issuer.path().isPresent() && acceptor.path().isPresent());
        ForwardedPort port = new ForwardedPort(issuerLoop, new HeardPort());
        TcpListener at = transport.listen(new InetSocketAddress(address, 0), ListenOptions.EXCLUSIVE, issuerLoop, port);
        local = at.local();
        port.listens(at);
        issuerLoop.execute(() -> issuer.serve(port, local));
    }

    @After
    public void everythingCloses() throws IOException {
        appliance.close();
        transport.close();
    }

    @Test
    public void aRequestAndItsAnswerPassWithHalfClosesBothWays() throws Exception {
        try (Socket program = connect();
                Socket answering = appliance.accept()) {
            program.getOutputStream().write("question".getBytes(UTF_8));
            program.shutdownOutput();
            assertArrayEquals(
                    "question".getBytes(UTF_8), answering.getInputStream().readAllBytes());
            answering.getOutputStream().write("answer".getBytes(UTF_8));
            answering.shutdownOutput();
            assertArrayEquals("answer".getBytes(UTF_8), program.getInputStream().readAllBytes());
        }
        await().until(() -> issuer.conversations() == 0 && acceptor.conversations() == 0);
    }

    @Test
    public void threeHundredConnectionsAtOnceAreAllServedInTheEnd() throws Exception {
        List<Socket> programs = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            Socket program = connect();
            program.getOutputStream().write(new byte[] {(byte) (number >> 8), (byte) number});
            program.shutdownOutput();
            programs.add(program);
        }
        for (int served = 0; served < programs.size(); served++) {
            try (Socket answering = appliance.accept()) {
                answering.getOutputStream().write(answering.getInputStream().readAllBytes());
            }
        }
        for (int number = 0; number < 300; number++) {
            try (Socket program = programs.get(number)) {
                assertArrayEquals(
                        new byte[] {(byte) (number >> 8), (byte) number},
                        program.getInputStream().readAllBytes());
            }
        }
    }

    @Test
    public void tenMegabytesArriveWholeBothWaysAtOnce() throws Exception {
        byte[] up = random(1);
        byte[] down = random(2);
        try (Socket program = connect();
                Socket answering = appliance.accept()) {
            Future<?> pouringUp = pour(program, up);
            Future<?> pouringDown = pour(answering, down);
            FutureTask<byte[]> gotUp = drain(answering);
            FutureTask<byte[]> gotDown = drain(program);
            assertSame(up, gotUp.get());
            assertSame(down, gotDown.get());
            pouringUp.get();
            pouringDown.get();
        }
        await().until(() -> issuer.conversations() == 0 && acceptor.conversations() == 0);
    }

    @Test
    public void aSlowReaderStallsItsWriterWhileOthersGoOn() throws Exception {
        int total = 64 << 20;
        try (SocketChannel program = SocketChannel.open(local);
                Socket slow = appliance.accept()) {
            program.configureBlocking(false);
            ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
            long[] written = {0};
            // Stalled: nothing was taken for a while. How much was is up to the kernel's buffers, and far from all.
            await().pollInterval(Duration.ofMillis(20))
                    .during(Duration.ofMillis(300))
                    .until(() -> {
                        int taken = 0;
                        while (written[0] < total && (taken = program.write(chunk.clear())) > 0) {
                            written[0] += taken;
                        }
                        return taken == 0 && written[0] < total;
                    });
            assertTrue("written " + written[0], written[0] < total);

            try (Socket lively = connect();
                    Socket answering = appliance.accept()) {
                lively.getOutputStream().write(42);
                assertEquals(42, answering.getInputStream().read());
            }
            program.shutdownOutput();
            assertEquals(written[0], slow.getInputStream().readAllBytes().length);
        }
    }

    @Test
    public void anApplianceThatIsNotThereIsAResetForTheProgram() throws Exception {
        appliance.close();
        try (Socket program = connect()) {
            assertThrows(SocketException.class, () -> program.getInputStream().read());
        }
        await().until(() -> issuer.conversations() == 0 && acceptor.conversations() == 0);
    }

    @Test
    public void aLostCallBackIsAResetForTheProgramAndNoEnd() throws Exception {
        try (Socket program = connect();
                Socket answering = appliance.accept()) {
            answering.getOutputStream().write(1);
            assertEquals(1, program.getInputStream().read());
            acceptorLink.abort();
            assertThrows(SocketException.class, () -> program.getInputStream().read());
            assertThrows(SocketException.class, () -> answering.getInputStream().read());
        }
        assertTrue(issuerEnded.get(), issuerEnded.get().startsWith("connection lost: "));
    }

    private Socket connect() throws IOException {
        return new Socket(local.getAddress(), local.getPort());
    }

    private static byte[] random(long seed) {
        byte[] bytes = new byte[10_000_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Future<?> pour(Socket socket, byte[] bytes) {
        return start(new FutureTask<>(() -> {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return null;
        }));
    }

    private static FutureTask<byte[]> drain(Socket socket) {
        return start(new FutureTask<>(() -> socket.getInputStream().readAllBytes()));
    }

    /** Where the first difference stands says more than a hash. */
    private static void assertSame(byte[] expected, byte[] got) {
        assertEquals("length", expected.length, got.length);
        assertEquals("first difference", -1, Arrays.mismatch(expected, got));
    }

    private static <T> FutureTask<T> start(FutureTask<T> task) {
        Thread thread = new Thread(task, "test-socket");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
