package org.ringback.call.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentService;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.control.CallStatus;
import org.ringback.kernel.Call;
import org.ringback.kernel.Calls;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.transport.internal.NettyTransport;

/** Both ends of calls in one program, over connections in memory. */
public class CallsComponentTest {
    private static final RingNonce RING = Line.facts(Role.ISSUER).ring();

    @Rule
    public final Timeout timeout = new Timeout(30, TimeUnit.SECONDS);

    private NettyTransport transport;
    private CallsComponent calls;
    private Call issuer;
    private Call acceptor;

    @Before
    public void aCallStands() throws Exception {
        transport = new NettyTransport(Map.of());
        calls = new CallsComponent(transport, () -> Instant.EPOCH);
        calls.addEquipment(
                CallsComponentTest::echo, Map.of(EquipmentService.EQUIPMENT, "*", EquipmentService.SERVICE, "http"));
        stand();
    }

    private void stand() throws Exception {
        Side one = new Side();
        Side other = new Side();
        one.other = other;
        other.other = one;
        issuer = calls.hand(Line.facts(Role.ISSUER), one);
        acceptor = calls.hand(Line.facts(Role.ACCEPTOR), other);
        soon().until(() -> issuer.path().isPresent() && acceptor.path().isPresent());
    }

    @After
    public void end() {
        calls.close();
        transport.close();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(1));
    }

    private static void echo(Conversation conversation) throws IOException {
        conversation.output().write(conversation.input().readAllBytes());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    public void aCallIsListedAtBothEndsWithWhatItCarriedAndItsPort() throws Exception {
        InetSocketAddress port = issuer.forward(anyPort());
        try (Socket program = new Socket(port.getAddress(), port.getPort())) {
            program.getOutputStream().write("hello".getBytes(UTF_8));
            program.shutdownOutput();
            assertEquals("hello", new String(program.getInputStream().readAllBytes(), UTF_8));
        }
        List<CallStatus> all = calls.calls();
        assertEquals(2, all.size());
        CallStatus here = all.get(0);
        CallStatus there = all.get(1);
        assertEquals(Role.ISSUER, here.role());
        assertEquals(Optional.of(port), here.port());
        assertEquals(Optional.empty(), there.port());
        assertTrue(here.sent() > "hello".length() && here.received() > "hello".length());
        assertEquals(here.sent(), there.received());
        assertEquals("none", here.path().orElseThrow().protection());
        assertTrue(here.stands() && there.stands());
        assertEquals(1, calls.standing(Role.ISSUER).size());
        assertEquals(1, calls.standing(Role.ACCEPTOR).size());
    }

    @Test
    public void hangingUpFreesThePortAtOnceAndBothEndsTellWhyOnce() throws Exception {
        InetSocketAddress port = issuer.forward(anyPort());
        CompletionStage<CallStatus.End> over = calls.over(RING).orElseThrow();
        assertTrue(calls.hangUp(RING));
        assertThrows(ConnectException.class, () -> new Socket(port.getAddress(), port.getPort()).close());
        CallStatus.End end = over.toCompletableFuture().get();
        assertEquals(new CallStatus.End(Instant.EPOCH, "hung up here", true), end);
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        assertEquals(
                List.of("closed by the peer", "hung up here"),
                calls.calls().stream()
                        .map(call -> call.end().orElseThrow().why())
                        .sorted()
                        .toList());
        assertFalse("it stands no more", calls.hangUp(RING));
        assertEquals(Optional.empty(), calls.over(RING));
        assertThrows(IOException.class, () -> issuer.forward(anyPort()));
        assertThrows(IOException.class, () -> issuer.open());
    }

    @Test
    public void aCallThatIsCutEndsWithoutAFarewellAndSaysWhy() {
        acceptor.cut("the owner revoked anna");
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        CallStatus cut = calls.calls().stream()
                .filter(call -> call.role() == Role.ACCEPTOR)
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.of(new CallStatus.End(Instant.EPOCH, "the owner revoked anna", false)), cut.end());
    }

    @Test
    public void ofEndedCallsTheLatestAreTold() throws Exception {
        for (int i = 0; i < CallsComponent.ENDED; i++) {
            calls.hangUp(RING);
            soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
            stand();
        }
        assertEquals(2 + CallsComponent.ENDED, calls.calls().size());
    }

    @Test
    public void theEndOfTheProgramEndsEachCallInOrder() throws Exception {
        CompletionStage<CallStatus.End> over = calls.over(RING).orElseThrow();
        calls.close();
        assertEquals(
                new CallStatus.End(Instant.EPOCH, "the program ends", true),
                over.toCompletableFuture().get());
    }

    @Test
    public void whoIsToldOfTheEndOnlyOnceAndTheRoleThatLeftNotAtAll() throws Exception {
        StringBuilder told = new StringBuilder();
        Loop role = transport.newLoop("issuer");
        role.execute(() -> {
            issuer.owner(why -> told.append("left: ").append(why));
            issuer.disown();
            issuer.owner(why -> told.append(why).append('.'));
        });
        role.execute(() -> issuer.end("hung up here"));
        issuer.over().toCompletableFuture().get();
        assertEquals("hung up here.", told.toString());
        role.execute(() -> issuer.owner(why -> told.append(" late: ").append(why)));
        soon().until(() -> told.toString().equals("hung up here. late: hung up here"));
    }

    /** One end of a connection in memory, whose handler is called on its loop. */
    private static final class Side implements ProtectedConnection, Calls.Passing {
        private Side other;
        private volatile ProtectedHandler handler;
        private volatile Loop loop;

        @Override
        public void passTo(ProtectedHandler next, Loop owner) {
            handler = next;
            loop = owner;
            owner.execute(() -> next.established(this));
        }

        @Override
        public void passTo(ProtectedHandler next, Loop owner, ByteBuffer unread) {
            throw new UnsupportedOperationException("a call keeps its connection");
        }

        @Override
        public void write(ByteBuffer plaintext) {
            ByteBuffer copy =
                    ByteBuffer.allocate(plaintext.remaining()).put(plaintext).flip();
            other.loop.execute(() -> other.handler.received(other, copy));
        }

        @Override
        public boolean writable() {
            return other.loop != null;
        }

        @Override
        public PeerFacts peer() {
            return new PeerFacts(
                    Line.facts(Role.ISSUER).peer(),
                    new byte[32],
                    "none",
                    "none",
                    List.of(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 2));
        }

        @Override
        public void pauseReading() {
            throw new AssertionError("a call must always read: its windows bound it");
        }

        @Override
        public void resumeReading() {
            throw new AssertionError("never paused");
        }

        @Override
        public void close() {
            gone("closed by the peer");
        }

        @Override
        public void abort() {
            gone("reset by the peer");
        }

        private void gone(String why) {
            other.loop.execute(() -> other.handler.closed(CloseReason.of(CloseReason.Kind.CLOSED_THERE, why)));
        }
    }
}
