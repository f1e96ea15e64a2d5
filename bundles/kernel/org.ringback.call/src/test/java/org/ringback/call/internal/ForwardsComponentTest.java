package org.ringback.call.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.ForwardListener;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.transport.internal.NettyTransport;

/** Forwarded ports on real sockets, with an issuer whose rings are answered by calls in memory. */
public class ForwardsComponentTest {
    private static final RingNonce RING = Line.facts(Role.ISSUER).ring();
    private static final RingRequest LAMP = new RingRequest(new EquipmentId("lamp-1"), Optional.empty(), "http");

    @Rule
    public final Timeout timeout = new Timeout(30, TimeUnit.SECONDS);

    private final List<RingRequest> rung = Collections.synchronizedList(new ArrayList<>());
    private final List<ForwardStatus> heard = Collections.synchronizedList(new ArrayList<>());
    private final IssuerControl issuer = issuer();
    private volatile String refusal = "";
    private volatile String unanswered = "";
    private volatile List<Forward> configured = List.of();
    private NettyTransport transport;
    private CallsComponent calls;
    private ForwardsComponent forwards;

    @Before
    public void everythingRuns() {
        transport = new NettyTransport(Map.of());
        calls = new CallsComponent(transport, Crypto.suites(), () -> Instant.EPOCH);
        calls.addEquipment(
                ForwardsComponentTest::echo, Map.of(EquipmentService.EQUIPMENT, "*", EquipmentService.SERVICE, "http"));
        forwards = new ForwardsComponent(calls, transport, false);
        forwards.setIssuer(issuer);
    }

    @After
    public void everythingEnds() {
        forwards.close();
        calls.close();
        transport.close();
    }

    private static void echo(Conversation conversation) throws IOException {
        conversation.output().write(conversation.input().readAllBytes());
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(1));
    }

    /** An issuer whose rings lead to a call, unless they are refused or not answered. */
    private IssuerControl issuer() {
        return proxy(IssuerControl.class, name -> name.equals("forwards") ? configured : ring());
    }

    private Ring ring() throws RefusedException {
        rung.add(LAMP);
        if (!refusal.isEmpty()) {
            throw new RefusedException(refusal);
        }
        CompletableFuture<RingStory> answer = new CompletableFuture<>();
        String why = unanswered;
        if (why.isEmpty()) {
            transport.newLoop("issuer").execute(() -> {
                stand();
                answer.complete(story(new RingStory.End(true, "")));
            });
        } else {
            answer.complete(story(new RingStory.End(false, why, "Ask its owner")));
        }
        return proxy(Ring.class, name -> name.equals("answer") ? answer : null);
    }

    private interface Answer {
        Object to(String method) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName())));
    }

    private static RingStory story(RingStory.End end) {
        return new RingStory(
                "issuer",
                RING,
                LAMP.equipment(),
                Optional.empty(),
                RingSystem.CALL_BACK,
                "tls13",
                "",
                Instant.EPOCH,
                List.of(),
                Optional.of(end));
    }

    /** A call stands, both ends here. */
    private void stand() {
        List<MemoryConnection> ends = MemoryConnection.pair();
        calls.hand(Line.facts(Role.ISSUER), Crypto.session(Role.ISSUER), ends.get(0));
        calls.hand(Line.facts(Role.ACCEPTOR), Crypto.session(Role.ACCEPTOR), ends.get(1));
    }

    private static Forward at(int port) {
        return new Forward(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LAMP);
    }

    private InetSocketAddress opened() throws Exception {
        stand();
        return forwards.open(at(0), RING);
    }

    private static void assertEchoes(InetSocketAddress port) throws IOException {
        try (Socket program = new Socket(port.getAddress(), port.getPort())) {
            program.getOutputStream().write("hello".getBytes(UTF_8));
            program.shutdownOutput();
            assertEquals("hello", new String(program.getInputStream().readAllBytes(), UTF_8));
        }
    }

    private static void assertReset(InetSocketAddress port) throws IOException {
        try (Socket program = new Socket(port.getAddress(), port.getPort())) {
            assertThrows(SocketException.class, () -> program.getInputStream().read());
        }
    }

    private void callEnds() {
        calls.standing(Role.ISSUER).forEach(call -> call.cut("connection lost", Optional.empty()));
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        soon().until(() -> forwards.forwards().get(0).state() == State.WAITING);
    }

    private State state() {
        return forwards.forwards().get(0).state();
    }

    @Test
    public void aPortStaysWhenItsCallEndsAndTheNextConnectionRingsAgain() throws Exception {
        InetSocketAddress port = opened();
        assertEchoes(port);
        assertEquals(Optional.of(port), calls.calls().get(0).port());
        callEnds();
        assertEquals("nobody rings before somebody connects", 0, rung.size());
        assertEchoes(port);
        assertEquals(1, rung.size());
        assertEquals(State.STANDING, state());
        assertEchoes(port);
        assertEquals("the call serves on", 1, rung.size());
    }

    @Test
    public void aPortOfACommandRingsByTheNewNameAndTheConfigurationsAsItSays() throws Exception {
        EquipmentId hall = new EquipmentId("hall-lamp");
        InetSocketAddress port = opened();
        configured = List.of(at(0));
        forwards.setIssuer(issuer);
        assertEquals(1, forwards.renamed(LAMP.equipment(), hall));
        soon().until(() -> forwards.forwards().stream()
                .anyMatch(one -> one.forward().request().equipment().equals(hall)));
        forwards.forwards()
                .forEach(one -> assertEquals(
                        one.configured() ? LAMP.equipment() : hall,
                        one.forward().request().equipment()));
        assertEquals(2, forwards.forwards().size());
        assertEchoes(port);
        assertEquals("nobody has that name any more", 0, forwards.renamed(new EquipmentId("lamp-2"), hall));
    }

    @Test
    public void hangingUpFreesThePortAtOnceAndEndsTheCall() throws Exception {
        InetSocketAddress port = opened();
        assertEquals(1, forwards.limits().get(0).now());
        assertTrue(forwards.hangUp(port));
        assertEquals(0, forwards.limits().get(0).now());
        assertEquals(1, forwards.limits().get(0).most());
        assertThrows(ConnectException.class, () -> new Socket(port.getAddress(), port.getPort()).close());
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        assertTrue(calls.calls().stream()
                .anyMatch(call -> call.end().orElseThrow().why().equals("hung up here")));
        assertFalse("it is there no more", forwards.hangUp(port));
        assertEquals(List.of(), forwards.forwards());
    }

    @Test
    public void aRingThatIsRefusedOrNotAnsweredIsWarnedOfInItsOwnWords() throws Exception {
        InetSocketAddress port = opened();
        callEnds();
        refusal = "there is no grant of lamp-1 (expected: accept-grant first)";
        assertReset(port);
        String warning = "port 127.0.0.1:" + port.getPort() + " to lamp-1, service http: the ring failed: ";
        soon().until(() -> forwards.warnings().equals(List.of(warning + refusal)));
        refusal = "";
        unanswered = "lamp-1 is not registered";
        assertReset(port);
        soon().until(() -> forwards.warnings().equals(List.of(warning + "lamp-1 is not registered. Ask its owner")));
        unanswered = "";
        assertEchoes(port);
        assertEquals(List.of(), forwards.warnings());
    }

    @Test
    public void whileNoIssuerRunsAConnectionWaitsForTheNextOne() throws Exception {
        InetSocketAddress port = opened();
        callEnds();
        forwards.unsetIssuer(issuer);
        try (Socket program = new Socket(port.getAddress(), port.getPort())) {
            soon().until(() -> state() == State.RINGING);
            assertEquals(0, rung.size());
            forwards.setIssuer(issuer);
            program.getOutputStream().write("hello".getBytes(UTF_8));
            program.shutdownOutput();
            assertEquals("hello", new String(program.getInputStream().readAllBytes(), UTF_8));
        }
        assertEquals(1, rung.size());
    }

    @Test
    public void portsOfTheConfigurationAreThereBeforeAnybodyRangAndGoWithIt() throws Exception {
        int free = free();
        configured = List.of(at(free));
        forwards.setIssuer(issuer);
        InetSocketAddress port = at(free).local();
        assertEquals(
                new ForwardStatus(
                        at(free),
                        true,
                        State.WAITING,
                        forwards.forwards().get(0).since(),
                        Optional.empty(),
                        Optional.empty()),
                forwards.forwards().get(0));
        assertEquals("nobody rings before somebody connects", 0, rung.size());
        assertEchoes(port);
        forwards.unsetIssuer(issuer);
        assertEchoes(port);
        assertTrue(forwards.hangUp(port));
        soon().until(() -> state() == State.WAITING);
        forwards.setIssuer(issuer);
        assertEquals(
                "one port, whatever changes beside it", 1, forwards.forwards().size());
        configured = List.of();
        forwards.setIssuer(issuer);
        assertEquals(List.of(), forwards.forwards());
        assertThrows(ConnectException.class, () -> new Socket(port.getAddress(), port.getPort()).close());
    }

    @Test
    public void aPortOfTheConfigurationThatIsTakenIsWarnedOf() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            configured = List.of(at(other.getLocalPort()));
            forwards.setIssuer(issuer);
            ForwardStatus taken = forwards.forwards().get(0);
            assertEquals(State.NOT_LISTENING, taken.state());
            String warning = forwards.warnings().get(0);
            String port = "config/org.ringback.issuer.cfg: forwards: 127.0.0.1:" + other.getLocalPort();
            assertTrue(warning, warning.startsWith(port + ": in use (expected: a free loopback port; another program"));
            forwards.tryAgain();
            assertEquals("since it was taken first", List.of(taken), forwards.forwards());
            assertTrue(warning, warning.endsWith("ss -lntp tells which); it is tried again every 30 s"));
            assertFalse(forwards.hangUp(taken.forward().local()));
        }
        forwards.tryAgain();
        assertEquals(State.WAITING, state());
        assertEquals(List.of(), forwards.warnings());
    }

    @Test
    public void aProgramThatRunsForOneCommandOpensNoPortOfTheConfiguration() throws Exception {
        configured = List.of(at(free()));
        ForwardsComponent brief = new ForwardsComponent(calls, transport, true);
        brief.setIssuer(issuer);
        assertEquals(List.of(), brief.forwards());
        brief.close();
    }

    @Test
    public void anOpenPortThatWaitsGetsACallOfTheSameRing() throws Exception {
        InetSocketAddress port = opened();
        callEnds();
        stand();
        assertEquals(port, forwards.open(at(port.getPort()), RING));
        assertEchoes(port);
        assertEquals("it had a call", 0, rung.size());
        Forward other = new Forward(port, new RingRequest(new EquipmentId("lamp-2"), Optional.empty(), "http"));
        assertThrows(IOException.class, () -> forwards.open(other, RING));
    }

    @Test
    public void aCallThatIsOverOpensNoPortAndSixtyFourAreTheMost() throws Exception {
        RefusedException over = assertThrows(RefusedException.class, () -> forwards.open(at(0), RING));
        assertEquals("the call is over already", over.getMessage());
        stand();
        for (int i = 0; i < ForwardControl.MOST; i++) {
            forwards.open(at(0), RING);
        }
        RefusedException full = assertThrows(RefusedException.class, () -> forwards.open(at(0), RING));
        assertEquals("64 ports are forwarded already (expected: fewer); next: hang up one", full.getMessage());
    }

    @Test
    public void aPortOfTheConfigurationBeyondTheMostIsNamedInItsWarning() throws Exception {
        stand();
        for (int i = 0; i < ForwardControl.MOST; i++) {
            forwards.open(at(0), RING);
        }
        configured = List.of(at(8080));
        forwards.setIssuer(issuer);
        assertEquals(
                List.of(
                        "config/org.ringback.issuer.cfg: forwards: 127.0.0.1:8080: 64 ports are forwarded already (expected: fewer); next: hang up one;"
                                + " it is tried again every 30 s"),
                forwards.warnings());
    }

    @Test
    public void aListenerHearsWhatIsThereAndWhatChanges() throws Exception {
        InetSocketAddress port = opened();
        ForwardListener listener = heard::add;
        forwards.addListener(listener);
        assertEquals(port, heard.get(0).forward().local());
        callEnds();
        soon().until(() -> heard.stream().anyMatch(now -> now.state() == State.WAITING));
        forwards.hangUp(port);
        soon().until(() -> heard.get(heard.size() - 1).state() == State.CLOSED);
        forwards.removeListener(listener);
        int before = heard.size();
        opened();
        assertEquals(before, heard.size());
    }

    @Test
    public void onlyLoopbackAddressesAreForwarded() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        assertThrows(IllegalArgumentException.class, () -> new Forward(new InetSocketAddress(elsewhere, 80), LAMP));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Forward(InetSocketAddress.createUnresolved("localhost", 80), LAMP));
    }

    /** A port that was free a moment ago. */
    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
