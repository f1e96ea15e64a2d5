package org.ringback.call.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
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
import org.ringback.api.Role;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Call;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.HeldSuites;
import org.ringback.transport.Loop;
import org.ringback.transport.internal.NettyTransport;

/** Both ends of calls in one program, over connections in memory. */
public class CallsComponentTest {
    private static final RingNonce RING = Line.facts(Role.ISSUER).ring();

    @Rule
    public final Timeout timeout = new Timeout(30, TimeUnit.SECONDS);

    private final HeldSuites suites = Crypto.suites();
    private NettyTransport transport;
    private CallsComponent calls;
    private Call issuer;
    private Call acceptor;

    @Before
    public void aCallStands() throws Exception {
        transport = new NettyTransport(Map.of());
        calls = new CallsComponent(transport, suites, () -> Instant.EPOCH);
        calls.addEquipment(
                CallsComponentTest::echo, Map.of(EquipmentService.EQUIPMENT, "*", EquipmentService.SERVICE, "http"));
        stand();
    }

    private void stand() throws Exception {
        List<MemoryConnection> ends = MemoryConnection.pair();
        issuer = calls.hand(Line.facts(Role.ISSUER), Crypto.session(Role.ISSUER), ends.get(0));
        acceptor = calls.hand(Line.facts(Role.ACCEPTOR), Crypto.session(Role.ACCEPTOR), ends.get(1));
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

    @Test
    public void aCallIsListedAtBothEndsWithWhatItCarried() throws Exception {
        Conversation conversation = issuer.open();
        conversation.output().write("hello".getBytes(UTF_8));
        conversation.output().close();
        assertEquals("hello", new String(conversation.input().readAllBytes(), UTF_8));
        List<CallStatus> all = calls.calls();
        assertEquals(2, all.size());
        CallStatus here = all.get(0);
        CallStatus there = all.get(1);
        assertEquals(Role.ISSUER, here.role());
        assertEquals(Optional.empty(), here.port());
        assertEquals("hello".length(), here.sent());
        assertEquals("hello".length(), here.received());
        assertEquals("none", here.path().orElseThrow().protection());
        assertTrue(here.stands() && there.stands());
        assertEquals(1, calls.standing(Role.ISSUER).size());
        assertEquals(1, calls.standing(Role.ACCEPTOR).size());
    }

    private LimitUse conversations() {
        return calls.limits().stream()
                .filter(use -> use.limit().equals(CallLimit.CONVERSATIONS))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void theCallWithMostConversationsIsToldAndItsMarkStaysWhenItEnds() throws Exception {
        Conversation one = issuer.open();
        issuer.open();
        assertEquals(2, conversations().now());
        assertTrue(conversations().who().orElseThrow().endsWith(" at lamp-1"));
        one.reset();
        issuer.cut("done", Optional.empty());
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        assertEquals(0, conversations().now());
        assertEquals(2, conversations().most());
    }

    @Test
    public void bothEndsTellWhyACallEndedOnce() throws Exception {
        assertSame(issuer, calls.find(RING));
        issuer.end("hung up here");
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        assertEquals(
                List.of(
                        new CallStatus.End(Instant.EPOCH, "closed by the peer", false, false),
                        new CallStatus.End(Instant.EPOCH, "hung up here", true, false)),
                calls.calls().stream()
                        .map(call -> call.end().orElseThrow())
                        .sorted(Comparator.comparing(CallStatus.End::why))
                        .toList());
        RefusedException over = assertThrows(RefusedException.class, () -> calls.find(RING));
        assertEquals("the call is over already: hung up here", over.getMessage());
        RefusedException never = assertThrows(RefusedException.class, () -> calls.find(new RingNonce("00".repeat(16))));
        assertEquals("the call is over already", never.getMessage());
        assertThrows(IOException.class, () -> issuer.open());
    }

    @Test
    public void aCallThatEndedIsListedByTheNewNameOfItsEquipment() throws Exception {
        issuer.end("hung up here");
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        EquipmentId lamp = calls.calls().get(0).equipment();
        EquipmentId hall = new EquipmentId("hall-lamp");
        calls.renamed(Role.ISSUER, lamp, hall);
        calls.renamed(Role.ISSUER, lamp, new EquipmentId("other-lamp"));
        assertEquals(
                Map.of(Role.ISSUER, hall, Role.ACCEPTOR, lamp),
                calls.calls().stream().collect(Collectors.toMap(CallStatus::role, CallStatus::equipment)));
    }

    @Test
    public void theWayOfACallIsMeasuredByItsRing() throws Exception {
        assertFalse(calls.ping(RING).toCompletableFuture().get().isNegative());
        issuer.end("hung up here");
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        ExecutionException over = assertThrows(
                ExecutionException.class,
                () -> calls.ping(RING).toCompletableFuture().get());
        assertEquals("the call is over already: hung up here", over.getCause().getMessage());
    }

    @Test
    public void aCallThatWasBeingMadeByCryptoThatIsNotUsedAnyMoreIsCutToo() throws Exception {
        suites.take(Crypto.PROVIDER, Crypto.SECOND, 2);
        suites.use(Set.of(2L));
        calls.cutUnmoved(Set.of(1L), Duration.ZERO);
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        List<MemoryConnection> late = MemoryConnection.pair();
        calls.hand(Line.facts(Role.ISSUER), Crypto.session(Role.ISSUER), late.get(0));
        calls.hand(Line.facts(Role.ACCEPTOR), Crypto.session(Role.ACCEPTOR), late.get(1));
        soon().until(() -> calls.calls().size() == 4 && calls.calls().stream().noneMatch(CallStatus::stands));
        String why = "the crypto that protects it, crypto 1, is not used any more, and what it still protected"
                + " was cut at once";
        assertTrue(
                "the end that hears of it first",
                calls.calls().subList(0, 2).stream()
                        .anyMatch(call -> call.end().orElseThrow().why().equals(why)));
    }

    @Test
    public void aCallThatIsCutSaysWhyAtBothEnds() {
        acceptor.cut("the owner revoked anna", Optional.of(CutReason.REVOKED));
        soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
        assertEquals("the owner revoked anna", why(Role.ACCEPTOR));
        assertEquals("the grant was revoked", why(Role.ISSUER));
    }

    @Test
    public void bytesThatNobodySentAreNotCounted() throws Exception {
        Conversation conversation = issuer.open();
        conversation.output().write("hello".getBytes(UTF_8));
        calls.ping(RING).toCompletableFuture().get();
        soon().until(() -> status(Role.ACCEPTOR).received() == 5);
        assertEquals(5, status(Role.ISSUER).sent());
        assertEquals(0, status(Role.ISSUER).received());
        assertEquals(0, status(Role.ACCEPTOR).sent());
    }

    private CallStatus status(Role role) {
        return calls.calls().stream()
                .filter(call -> call.role() == role)
                .findFirst()
                .orElseThrow();
    }

    private String why(Role role) {
        return status(role).end().orElseThrow().why();
    }

    @Test
    public void ofEndedCallsTheLatestAreTold() throws Exception {
        for (int i = 0; i < CallsComponent.ENDED; i++) {
            issuer.end("hung up here");
            soon().until(() -> calls.calls().stream().noneMatch(CallStatus::stands));
            stand();
        }
        assertEquals(2 + CallsComponent.ENDED, calls.calls().size());
    }

    @Test
    public void theEndOfTheProgramEndsEachCallInOrder() throws Exception {
        calls.close();
        assertEquals(
                "the program ends",
                calls.calls().stream()
                        .filter(call -> call.role() == Role.ISSUER)
                        .findFirst()
                        .flatMap(CallStatus::end)
                        .orElseThrow()
                        .why());
    }

    @Test
    public void whoIsToldOfTheEndOnlyOnceAndTheRoleThatLeftNotAtAll() throws Exception {
        AtomicReference<String> told = new AtomicReference<>("");
        Loop role = transport.newLoop("issuer");
        role.execute(() -> {
            issuer.owner(why -> told.accumulateAndGet("left: " + why, String::concat));
            issuer.disown();
            issuer.owner(why -> told.accumulateAndGet(why + ".", String::concat));
        });
        role.execute(() -> issuer.end("hung up here"));
        soon().until(() -> told.get().equals("hung up here."));
        role.execute(() -> issuer.owner(why -> told.accumulateAndGet(" late: " + why, String::concat)));
        soon().until(() -> told.get().equals("hung up here. late: hung up here"));
    }
}
