package org.ringback.relay.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.kernel.Action;
import org.ringback.kernel.Core;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.HeldSuites;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelaySettings;
import org.ringback.relay.core.RelayedPair;
import org.ringback.spi.CloseReason;
import org.ringback.store.Store;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.internal.NettyTransport;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** Connections that came with a ticket, on real sockets; what the core decides is the test's. */
public class RelayedConnectionsTest {
    private static final int LIMIT_SECONDS = 10;
    private static final int SIZE = 4 << 20;
    private static final long RATE = 1L << 30;
    private static final byte[] BIND = RelayTicket.random(new Random(8)).bind(new TransactionId(1, 2));
    private static final byte[] ANSWER = "come in".getBytes(US_ASCII);
    private static final RelayedPair PAIR = new RelayedPair(new EquipmentId("anna"), new EquipmentId("lamp-1"));

    private final NettyTransport transport = new NettyTransport(Map.of("threads", 1));
    private final Loop loop = transport.newLoop("relay");
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CoreRunner<Core> runner = new CoreRunner<>(
            new CoreRunner.Surroundings(transport, loop, store(), new HeldSuites(), address -> true),
            new Heard(),
            event -> {},
            action -> {},
            "this test");
    private final RelayedConnections relayed = new RelayedConnections(
            runner, new RelaySettings.Relaying(true, 8, RATE, RATE, RATE, RATE, RATE), events::add);
    private final List<Socket> sockets = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(0);
    private long came;

    /** A core that decides nothing. */
    private final class Heard implements Core {
        @Override
        public List<Action> handle(Event event, Moment now) {
            events.add(event);
            return List.of();
        }

        @Override
        public long nextDeadline() {
            return Long.MAX_VALUE;
        }
    }

    /** One end: its socket, and its number at the server. */
    private record End(Socket socket, long number) {
        byte[] reads(int length) throws IOException {
            return socket.getInputStream().readNBytes(length);
        }

        void writes(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void isOver() throws IOException {
            assertEquals(-1, socket.getInputStream().read());
        }

        void isReset() {
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
    }

    private static Store store() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Before
    public void listen() throws IOException {
        address = transport
                .listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ListenOptions.EXCLUSIVE,
                        loop,
                        (remote, local) -> relayed.expect(++came))
                .local();
    }

    @After
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        transport.close();
    }

    private Socket dials() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        sockets.add(socket);
        return socket;
    }

    private End waits() throws Exception {
        Socket socket = dials();
        socket.getOutputStream().write(BIND);
        RelayEvent.RelayBind bind = next(RelayEvent.RelayBind.class);
        assertArrayEquals(BIND, bind.bytes());
        return new End(socket, bind.connection());
    }

    private <T extends Event> T next(Class<T> kind) throws InterruptedException {
        return kind.cast(Objects.requireNonNull(events.poll(LIMIT_SECONDS, TimeUnit.SECONDS), kind::getSimpleName));
    }

    private void perform(RelayAction action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            relayed.perform(action);
            done.complete(null);
        });
        done.join();
    }

    private void join(End issuer, End acceptor) {
        perform(new RelayAction.Join(
                1, PAIR, new RelayAction.Leg(issuer.number(), ANSWER), new RelayAction.Leg(acceptor.number(), ANSWER)));
    }

    private void bothAreBound(End issuer, End acceptor) throws IOException {
        join(issuer, acceptor);
        assertArrayEquals(ANSWER, issuer.reads(ANSWER.length));
        assertArrayEquals(ANSWER, acceptor.reads(ANSWER.length));
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    public void everyByteGoesBothWaysAtOnceAndTheEndOfEachDirectionForItself() throws Exception {
        End issuer = waits();
        End acceptor = waits();
        bothAreBound(issuer, acceptor);

        CompletableFuture<Void> there = writing(issuer, bytes(1));
        CompletableFuture<Void> back = writing(acceptor, bytes(2));
        CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> reading(issuer));
        assertArrayEquals(bytes(1), acceptor.reads(SIZE));
        assertArrayEquals(bytes(2), heard.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        there.join();
        back.join();

        issuer.socket().shutdownOutput();
        acceptor.isOver();
        acceptor.writes(ANSWER);
        assertArrayEquals(ANSWER, issuer.reads(ANSWER.length));
        acceptor.socket().shutdownOutput();
        issuer.isOver();
        long carried = 0;
        for (Event event = next(Event.class);
                event instanceof RelayEvent.RelayCarried part;
                event = next(Event.class)) {
            carried += part.bytes();
        }
        assertEquals(2L * SIZE + ANSWER.length, carried);
    }

    private static CompletableFuture<Void> writing(End end, byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                end.writes(bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static byte[] reading(End end) {
        try {
            return end.reads(SIZE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void whatOneSaidBeforeItsResetArrivesAndThenTheOtherIsReset() throws Exception {
        End issuer = waits();
        End acceptor = waits();
        bothAreBound(issuer, acceptor);
        issuer.writes(ANSWER);
        assertArrayEquals(ANSWER, acceptor.reads(ANSWER.length));
        issuer.socket().setSoLinger(true, 0);
        issuer.socket().close();
        acceptor.isReset();
        assertEquals(ANSWER.length, next(RelayEvent.RelayCarried.class).bytes());
        assertEquals(1, next(RelayEvent.RelayEnded.class).number());
    }

    @Test
    public void aCutResetsBoth() throws Exception {
        End issuer = waits();
        End acceptor = waits();
        bothAreBound(issuer, acceptor);
        perform(new RelayAction.Part(1));
        issuer.isReset();
        acceptor.isReset();
        assertEquals(1, next(RelayEvent.RelayEnded.class).number());
        perform(new RelayAction.Part(1));
        assertEquals("it is told once", List.of(), List.copyOf(events));
    }

    @Test
    public void whoIsRefusedIsToldAndThenItIsOver() throws Exception {
        End end = waits();
        perform(new RelayAction.Refuse(new RelayAction.Leg(end.number(), ANSWER)));
        assertArrayEquals(ANSWER, end.reads(ANSWER.length));
        end.isOver();
    }

    @Test
    public void whoIsTurnedAwayHearsNothing() throws Exception {
        End end = waits();
        perform(new RelayAction.TurnAway(end.number()));
        end.isReset();
    }

    @Test
    public void whoLeavesWhileItWaitsIsToldOfAndNotJoined() throws Exception {
        End issuer = waits();
        End acceptor = waits();
        issuer.socket().close();
        assertEquals(issuer.number(), next(Event.Closed.class).connection());
        join(issuer, acceptor);
        acceptor.isReset();
        assertEquals(1, next(RelayEvent.RelayEnded.class).number());
    }

    @Test
    public void whoSpeaksBeforeItIsBoundIsClosedWithoutAWord() throws Exception {
        End end = waits();
        end.writes(new byte[] {1});
        end.isReset();
        Event.Closed closed = next(Event.Closed.class);
        assertEquals(end.number(), closed.connection());
        assertEquals(CloseReason.Kind.PROTECTION, closed.reason().kind());
    }

    @Test
    public void bytesRightBehindARelayBindAreTooEarlyToo() throws Exception {
        Socket socket = dials();
        byte[] more = Arrays.copyOf(BIND, BIND.length + 1);
        socket.getOutputStream().write(more);
        new End(socket, 1).isReset();
        assertEquals(
                CloseReason.Kind.PROTECTION, next(Event.Closed.class).reason().kind());
    }
}
