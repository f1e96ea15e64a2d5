package org.ringback.issuer.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
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
        rig.resolve(CoreRig.V4);
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

    /** [ISS-26] */
    @Test
    public void aRingThatIsAnsweredBeforeNeverGoesToTheRelay() {
        long ring = called();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
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
