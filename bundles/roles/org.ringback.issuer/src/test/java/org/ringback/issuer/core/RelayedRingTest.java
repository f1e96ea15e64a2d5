package org.ringback.issuer.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;
import org.ringback.wire.TransactionId;

/** A ring that was given a ticket for the relay: the issuer goes there unless it is called back before. */
public final class RelayedRingTest {
    private static final RoundTrips NEAR =
            new RoundTrips(Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(80)));
    /** Three times the sum of both, less half of it. */
    private static final Duration WAIT = Duration.ofMillis(300);

    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);
    private final RelayTicket ticket = RelayTicket.random(rig.random);

    private long called() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        if (!rig.all(Action.Resolve.class).isEmpty()) {
            rig.resolve(CoreRig.V4);
        }
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        calling();
        return ring;
    }

    private void calling() {
        rig.fromServer(Message.of(MessageKind.CALLING, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, rig.nonce())
                .with(Attributes.ISSUER_ADDRESS, CoreRig.at("203.0.113.9", 61_000))
                .with(Attributes.ACCEPTOR_ADDRESS, CoreRig.ACCEPTOR)
                .with(Attributes.ROUND_TRIPS, NEAR)
                .with(Attributes.RELAY_TICKET, ticket)
                .build());
    }

    private void answered(long connection) {
        rig.feed(new IssuerEvent.Hello(connection));
        assertEquals(connection, rig.last(IssuerAction.AnswerCall.class).connection());
        rig.feed(new Event.Established(
                connection,
                new PeerFacts(
                        EQUIPMENT.fingerprint(),
                        CoreRig.BINDING,
                        "tls13",
                        CoreRig.GROUP,
                        List.of(),
                        CoreRig.LOCAL,
                        CoreRig.V4.address())));
        rig.communicationRequest(connection, rig.nonce(), LAMP);
    }

    /** [ISS-26] */
    @Test
    public void theRelayIsAskedAMomentBeforeTheGatewayGoesThereAndAnswersTheRing() {
        long ring = called();
        rig.pass(WAIT.minusMillis(1));
        assertEquals(List.of(), rig.all(IssuerAction.Relay.class));
        rig.pass(Duration.ofMillis(1));
        IssuerAction.Relay relay = rig.last(IssuerAction.Relay.class);
        assertEquals(CoreRig.V4.address(), relay.server());
        assertArrayEquals(ticket.bind(relay.transaction()), relay.bind());
        answered(relay.connection());
        assertTrue(rig.ended(ring).answered());
        assertEquals(Optional.of("relayed"), rig.ended(ring).way());
        assertEquals(
                "through the server's relay at 192.0.2.1:3478, not directly",
                rig.ended(ring).steps().stream()
                        .filter(step -> step.name().equals("call-back came"))
                        .findFirst()
                        .orElseThrow()
                        .detail());
        assertEquals(Long.valueOf(1), rig.core.counters().get("rings.answered-by.relayed"));
        assertEquals(Long.valueOf(0), rig.core.counters().get("rings.answered-within.relayed.00250ms"));
        assertEquals(Long.valueOf(1), rig.core.counters().get("rings.answered-within.relayed.00500ms"));
    }

    private boolean saysRelayAtOnce() {
        return Paths.relayAtOnce(rig.connect());
    }

    /** One whole ring through the relay, asked as Calling comes or a while later. */
    private void relayed(Duration wait) {
        rig.actions.clear();
        called();
        rig.pass(wait);
        answered(rig.last(IssuerAction.Relay.class).connection());
        rig.result(Outcome.REACHED);
        rig.pass(Duration.ofSeconds(20));
    }

    /** [ISS-30] */
    @Test
    public void behindThreeRelayedRingsTheFourthSaysSoAndGoesToTheRelayAsCallingComes() {
        for (int i = 0; i < RelayedLately.IN_A_ROW; i++) {
            relayed(WAIT);
            assertFalse(saysRelayAtOnce());
        }
        relayed(Duration.ZERO);
        assertTrue(saysRelayAtOnce());
    }

    /** [ISS-30] */
    @Test
    public void aRingThatIsAnsweredDirectlyEndsTheRow() {
        for (int i = 0; i < RelayedLately.IN_A_ROW; i++) {
            relayed(WAIT);
        }
        rig.actions.clear();
        called();
        assertTrue(saysRelayAtOnce());
        rig.callBack(2);
        rig.result(Outcome.REACHED);
        rig.pass(Duration.ofSeconds(20));
        relayed(WAIT);
        assertFalse(saysRelayAtOnce());
    }

    /** [ISS-26] */
    @Test
    public void aRingThatIsAnsweredBeforeNeverGoesToTheRelay() {
        long ring = called();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertEquals(Optional.of("direct"), rig.ended(ring).way());
        rig.pass(Duration.ofSeconds(20));
        assertEquals(List.of(), rig.all(IssuerAction.Relay.class));
    }

    /** [ISS-26] */
    @Test
    public void aRelayThatLedToTheOtherEndOpensNothingMoreAndIsNotAskedAgain() {
        called();
        rig.pass(WAIT);
        IssuerAction.Relay relay = rig.last(IssuerAction.Relay.class);
        rig.feed(new IssuerEvent.Hello(relay.connection()));
        rig.closed(relay.connection(), CloseReason.Kind.BROKEN, "reset");
        rig.pass(Duration.ofSeconds(3));
        assertEquals(1, rig.all(IssuerAction.Relay.class).size());
    }

    @Test
    public void aDirectCallBackThatIsAcceptedEndsTheWayThroughTheRelay() {
        called();
        rig.pass(WAIT);
        IssuerAction.Relay relay = rig.last(IssuerAction.Relay.class);
        rig.callBack(2);
        assertTrue(rig.actions.contains(new Action.Abort(relay.connection())));
    }

    @Test
    public void aSecondCallingGoesToTheRelayNoSecondTime() {
        called();
        calling();
        rig.pass(Duration.ofSeconds(2));
        calling();
        rig.pass(Duration.ofSeconds(2));
        assertEquals(1, rig.all(IssuerAction.Relay.class).size());
    }

    @Test
    public void aRelayThatRefusesIsToldInTheStoryAndEndsNothing() {
        long ring = called();
        rig.pass(WAIT);
        IssuerAction.Relay relay = rig.last(IssuerAction.Relay.class);
        rig.closed(relay.connection(), CloseReason.Kind.REFUSED, "the server has no place to relay it (508)");
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        assertTrue(rig.ended(ring).steps().stream()
                .anyMatch(step -> step.name().equals("relay failed")
                        && step.detail().equals("the server has no place to relay it (508)")));
        assertTrue(rig.reason(ring).contains("203.0.113.9:61000 outside"));
    }

    private RingStory.End end(long ring) {
        return rig.ended(ring).ended().orElseThrow();
    }

    @Test
    public void theLastWordsSayThatTheRelayRefusedBesideWhatStandsInTheWayOfTheDirectOne() {
        long ring = called();
        rig.pass(WAIT);
        rig.closed(rig.last(IssuerAction.Relay.class).connection(), CloseReason.Kind.REFUSED, "no more (486)");
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        assertEquals(Optional.empty(), rig.ended(ring).way());
        String why = end(ring).reason();
        assertTrue(why, why.contains("most likely as the router"));
        assertTrue(why, why.endsWith("; nor was it relayed: no more (486)"));
        String advice = end(ring).advice();
        assertTrue(advice, advice.startsWith("Hang up what is not used any more and ring again, after midnight UTC"));
        assertTrue(advice, advice.contains("to be called back directly: Ring from a network that gives"));
    }

    private RingStory.End endWithoutTicket(Optional<Integer> paths, RingReason reason, InetSocketAddress gateway) {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        Message.Builder calling = Message.of(MessageKind.CALLING, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, rig.nonce())
                .with(Attributes.ISSUER_ADDRESS, CoreRig.at("203.0.113.9", 61_000))
                .with(Attributes.ACCEPTOR_ADDRESS, gateway);
        paths.ifPresent(bits -> calling.with(Attributes.PATHS, bits));
        rig.fromServer(calling.build());
        rig.notReached(new ToldReason(reason));
        return end(ring);
    }

    @Test
    public void aServerThatDoesNotRelayIsNamedAndItsOwnerToBeAsked() {
        RingStory.End end =
                endWithoutTicket(Optional.of(Paths.RELAY), RingReason.NO_ANSWER_FROM_NETWORK, CoreRig.ACCEPTOR);
        assertTrue(end.reason(), end.reason().endsWith("; nor was it relayed: this server does not relay"));
        assertTrue(end.advice(), end.advice().startsWith("Ask who runs the server to relay (its key relay)"));
    }

    @Test
    public void aGatewayThatMayBeOlderIsNamedBesideAServerThatMayNotRelay() {
        for (Optional<Integer> paths : List.of(Optional.<Integer>empty(), Optional.of(0))) {
            RingStory.End end = endWithoutTicket(paths, RingReason.NO_ANSWER_FROM_NETWORK, CoreRig.ACCEPTOR);
            assertTrue(end.reason(), end.reason().endsWith("it is off there, or the gateway's program is older"));
            assertTrue(end.advice(), end.advice().contains("the owner of lamp-1 which version"));
        }
    }

    @Test
    public void aRefusalThatNoRelayWouldMendSaysNothingOfIt() {
        RingStory.End end = endWithoutTicket(Optional.of(0), RingReason.NOT_ALLOWED, CoreRig.ACCEPTOR);
        assertFalse(end.reason(), end.reason().contains("relay"));
    }

    @Test
    public void anAddressThatTheGatewayRefusesIsNamedAndThatItIsTheHomesOwn() {
        RingStory.End end = endWithoutTicket(
                Optional.of(Paths.RELAY), RingReason.ADDRESS_REFUSED, CoreRig.at("203.0.113.9", 50_000));
        assertEquals(
                "The gateway of lamp-1 does not call back the address that this machine rings from, as it is the home's own,"
                        + " the server's, or no public one: 203.0.113.9; the gateway is seen at 203.0.113.9, so this machine may be in its own network; nor was it relayed: this server"
                        + " does not relay",
                end.reason());
    }

    @Test
    public void anAddressThatTheGatewayRefusesBeforeItCallsBackWouldHaveBeenRelayedWithATicket() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.notReached(new ToldReason(RingReason.ADDRESS_REFUSED));
        String why = end(ring).reason();
        assertTrue(
                why,
                why.endsWith("; nor was it relayed: the server offers no relay: it is off there, or the gateway's"
                        + " program is older"));
    }

    @Test
    public void aRelayThatLedNowhereIsAskedAgainTwiceAndOneThatRefusedIsNot() {
        called();
        rig.pass(WAIT);
        for (int tries = 1; tries < 3; tries++) {
            assertEquals(tries, rig.all(IssuerAction.Relay.class).size());
            rig.closed(rig.last(IssuerAction.Relay.class).connection(), CloseReason.Kind.BROKEN, "reset");
            rig.pass(Duration.ofMillis(300));
        }
        rig.closed(rig.last(IssuerAction.Relay.class).connection(), CloseReason.Kind.BROKEN, "reset");
        rig.pass(Duration.ofSeconds(1));
        assertEquals(3, rig.all(IssuerAction.Relay.class).size());
    }

    /** [ISS-27] */
    @Test
    public void aPortThatCannotBeSharedLeavesTheRelay() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.feed(
                new IssuerEvent.ListenFailed(rig.last(IssuerAction.Listen.class).listener(), "no such option"));
        rig.connectAnswer(EQUIPMENT.fingerprint());
        calling();
        rig.pass(WAIT);
        answered(rig.last(IssuerAction.Relay.class).connection());
        assertTrue(rig.ended(ring).answered());
    }

    /** [ISS-27] */
    @Test
    public void aPortThatCannotBeSharedIsTheReasonWhereNoRelayLeadsHere() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.feed(
                new IssuerEvent.ListenFailed(rig.last(IssuerAction.Listen.class).listener(), "address in use"));
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        assertTrue(rig.reason(ring).contains("could not be listened on: address in use"));
    }
}
