package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;

/** A call-back with a ticket for the relay: direct where that works, else through the server, and one report whatever comes. */
public final class RelayWayTest {
    private static final RoundTrips NEAR =
            new RoundTrips(Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(80)));
    /** Three times the sum of both. */
    private static final Duration HEAD_START = Duration.ofMillis(360);

    /** The same, as it is at least 700 ms. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Rig rig = new Rig();
    private final RelayTicket ticket = RelayTicket.random(rig.random);
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
    }

    private void ring() {
        ring(0);
    }

    private void ring(int paths) {
        Message bind = anna.wakeUp();
        Message second = anna.second(RingSystem.CALL_BACK);
        rig.receive(
                anna.bind,
                Message.of(MessageKind.SECOND_REQUEST, bind.transaction())
                        .with(Attributes.TARGET_ID, second.get(Attributes.TARGET_ID))
                        .with(Attributes.RING_NONCE, second.get(Attributes.RING_NONCE))
                        .with(Attributes.XOR_PEER_ADDRESS, second.get(Attributes.XOR_PEER_ADDRESS))
                        .with(Attributes.BOX, second.get(Attributes.BOX))
                        .with(Attributes.PATHS, paths)
                        .with(Attributes.ROUND_TRIPS, NEAR)
                        .with(Attributes.RELAY_TICKET, ticket)
                        .build());
        anna.assertReport(Outcome.CALLING);
    }

    /** [ACC-47] */
    @Test
    public void anIssuerThatSaysRelayAtOnceIsDialledAndAwaitedThereAtOnce() {
        ring(Paths.RELAY_AT_ONCE);
        rig.take(Rig.DialIssuer.class);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        assertEquals(relay.connection(), rig.take(Action.Send.class).connection());
    }

    private void closed(long connection, CloseReason.Kind kind, String why) {
        rig.feed(new Event.Closed(connection, kind, why));
    }

    private void relayed(AcceptorAction.Relay relay) {
        rig.establish(relay.connection(), anna.key, Rig.ADDRESS);
    }

    /** [ACC-39] */
    @Test
    public void theRelayIsAskedOnceTheDirectDialHasHadItsTimeAndNotBefore() {
        ring();
        rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START.minusMillis(1));
        rig.none(AcceptorAction.Relay.class);
        rig.pass(Duration.ofMillis(1));
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        assertEquals(Rig.ADDRESS, relay.server());
        assertArrayEquals(ticket.bind(relay.transaction()), relay.bind());
        relayed(relay);
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(relay.connection(), asked.connection());
        anna.accept(asked);
        assertEquals(relay.connection(), rig.take(AcceptorAction.HandOver.class).connection());
        anna.assertReport(Outcome.REACHED);
        assertEquals(Optional.of("relayed"), rig.core.stories().get(0).way());
        assertEquals(Long.valueOf(1), rig.core.counters().get("ring.answered-by.relayed"));
        assertEquals(Long.valueOf(0), rig.core.counters().get("ring.answered-within.relayed.00250ms"));
        assertEquals(Long.valueOf(1), rig.core.counters().get("ring.answered-within.relayed.00500ms"));
    }

    /** Both ways are under way: the direct one is open, and the issuer is proved through the relay. */
    private record Both(long direct, long relay) {}

    private Both relayedWhileADirectConnectionIsOpen() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        rig.open(direct.connection());
        relayed(relay);
        rig.none(Action.Send.class);
        return new Both(direct.connection(), relay.connection());
    }

    /** [ACC-44] */
    @Test
    public void aDirectConnectionThatIsOpenIsLeftThreeSumsToProveTheIssuerBeforeTheRelayIsTaken() {
        Both both = relayedWhileADirectConnectionIsOpen();
        rig.pass(PATIENCE.minusNanos(1));
        rig.none(Action.Send.class);
        rig.none(Action.Abort.class);
        rig.pass(Duration.ofNanos(1));
        assertEquals(both.direct(), rig.take(Action.Abort.class).connection());
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(both.relay(), asked.connection());
        anna.accept(asked);
        assertEquals(both.relay(), rig.take(AcceptorAction.HandOver.class).connection());
    }

    /** [ACC-44] */
    @Test
    public void aDirectConnectionOnWhichTheIssuerIsProvedMeanwhileIsTaken() {
        Both both = relayedWhileADirectConnectionIsOpen();
        rig.pass(PATIENCE.minusNanos(1));
        rig.establish(both.direct(), anna.key, anna.address);
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(both.direct(), asked.connection());
        anna.accept(asked);
        assertEquals(both.direct(), rig.take(AcceptorAction.HandOver.class).connection());
        assertEquals(both.relay(), rig.take(Action.Abort.class).connection());
        assertTrue(rig.core.stories().get(0).steps().stream()
                .anyMatch(step -> step.name().equals("way given up")
                        && step.detail().equals("relay: the issuer's key was proved, and the other way was asked")));
    }

    /** [ACC-44] */
    @Test
    public void aDirectConnectionThatBreaksMeanwhileLeavesTheRelayTheRequestAtOnce() {
        Both both = relayedWhileADirectConnectionIsOpen();
        closed(both.direct(), CloseReason.Kind.BROKEN, "reset");
        assertEquals(both.relay(), rig.take(Action.Send.class).connection());
    }

    /** [ACC-44] */
    @Test
    public void aDirectDialThatNobodyAnsweredDoesNotKeepTheRelayWaiting() {
        ring();
        rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(relay.connection(), asked.connection());
        anna.accept(asked);
        assertTrue(rig.core.stories().get(0).steps().stream()
                .anyMatch(step ->
                        step.name().equals("way given up") && step.detail().equals("direct: no answer until then")));
    }

    /** [ACC-39] */
    @Test
    public void aDirectConnectionThatStandsInTimeLeavesTheRelayAlone() {
        ring();
        Action.Send asked = anna.reached();
        rig.pass(Duration.ofSeconds(1));
        rig.none(AcceptorAction.Relay.class);
        anna.accept(asked);
        rig.take(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REACHED);
        rig.pass(Duration.ofSeconds(20));
        rig.none(AcceptorAction.Relay.class);
    }

    /** [ACC-39] */
    @Test
    public void aDialThatIsRefusedAtOnceDoesNotBringTheRelayForward() {
        ring();
        closed(rig.take(Rig.DialIssuer.class).connection(), CloseReason.Kind.REFUSED, "refused");
        rig.pass(HEAD_START.minusMillis(1));
        rig.none(AcceptorAction.Relay.class);
        rig.none(Action.Send.class);
        rig.pass(Duration.ofMillis(1));
        rig.take(AcceptorAction.Relay.class);
    }

    /** [ACC-39] */
    @Test
    public void anAddressThatIsNotDialledLeavesTheRelayAtOnce() {
        anna.address = new InetSocketAddress("10.1.2.3", 45_000);
        ring();
        rig.none(Rig.DialIssuer.class);
        relayed(rig.take(AcceptorAction.Relay.class));
        anna.accept(rig.take(Action.Send.class));
        rig.take(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REACHED);
    }

    /** [ACC-40] */
    @Test
    public void ofTwoWaysThatStandOneIsAskedAndTheOtherEndedWithTheAnswer() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(relay.connection(), asked.connection());
        rig.establish(direct.connection(), anna.key, anna.address);
        rig.none(Action.Send.class);
        anna.accept(asked);
        assertEquals(relay.connection(), rig.take(AcceptorAction.HandOver.class).connection());
        assertEquals(direct.connection(), rig.take(Action.Abort.class).connection());
        anna.assertReport(Outcome.REACHED);
    }

    /** [ACC-40] */
    @Test
    public void theWayThatWaitsIsAskedIfTheOtherEndsUnanswered() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        rig.take(Action.Send.class);
        rig.establish(direct.connection(), anna.key, anna.address);
        closed(relay.connection(), CloseReason.Kind.BROKEN, "reset");
        Action.Send asked = rig.take(Action.Send.class);
        assertEquals(direct.connection(), asked.connection());
        anna.accept(asked);
        rig.take(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REACHED);
    }

    /** [ACC-41] [ACC-31] */
    @Test
    public void oneReportIsSentWhenNoWayIsLeftAndNotBeforeADialIsOver() {
        ring();
        closed(rig.take(Rig.DialIssuer.class).connection(), CloseReason.Kind.REFUSED, "refused");
        rig.pass(HEAD_START);
        closed(
                rig.take(AcceptorAction.Relay.class).connection(),
                CloseReason.Kind.REFUSED,
                "the server has no place to relay it (508)");
        rig.none(Action.Send.class);
        rig.pass(Duration.ofSeconds(5).minus(HEAD_START));
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(Optional.of(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK)), anna.told());
        rig.pass(Duration.ofSeconds(10));
        rig.none(Action.Send.class);
        assertEquals(
                "direct: refused; relay: the server has no place to relay it (508)",
                rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    /** [ACC-42] */
    @Test
    public void anAddressThatWasNotDialledIsToldSoAtOnceIfTheRelayFailsTooAndNotThatItWasCalledBackInVain() {
        anna.address = new InetSocketAddress("10.1.2.3", 45_000);
        ring();
        closed(
                rig.take(AcceptorAction.Relay.class).connection(),
                CloseReason.Kind.REFUSED,
                "the server has no place to relay it (508)");
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(Optional.of(new ToldReason(RingReason.ADDRESS_REFUSED)), anna.told());
        rig.pass(Duration.ofSeconds(10));
        rig.none(Action.Send.class);
    }

    /** [ACC-31] */
    @Test
    public void anIssuerThatLeavesTheRelayLearnsNothingOfTheDirectDialFromTheReportsTime() {
        Duration refused = reportedAfter(true);
        rig.pass(Duration.ofMinutes(1));
        rig.actions.clear();
        assertEquals(refused, reportedAfter(false));
        assertEquals(Duration.ofSeconds(5), refused);
    }

    /** Leaves the relay a second after the judge's yes; the direct dial is refused at once, or silent. */
    private Duration reportedAfter(boolean refused) {
        ring();
        Instant judged = rig.now().wall();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        if (refused) {
            closed(direct.connection(), CloseReason.Kind.REFUSED, "refused");
        }
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        rig.take(Action.Send.class);
        rig.pass(Duration.ofSeconds(1).minus(HEAD_START));
        closed(relay.connection(), CloseReason.Kind.BROKEN, "reset");
        rig.await(Action.Send.class, Duration.ofSeconds(9));
        anna.assertReport(Outcome.UNREACHABLE);
        return Duration.between(judged, rig.now().wall());
    }

    /** [ACC-20] */
    @Test
    public void aRingWhoseAddressIsNotDialledCostsADialOfItsGrantToo() {
        anna.address = new InetSocketAddress("10.1.2.3", 45_000);
        for (int i = 0; i < 30; i++) {
            ring();
            AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
            closed(relay.connection(), CloseReason.Kind.REFUSED, "486");
            rig.actions.clear();
        }
        rig.core.limits(rig.now()).stream()
                .filter(use -> use.limit().name().equals("dials a minute of one grant"))
                .forEach(use -> assertEquals(30, use.now()));
    }

    @Test
    public void aRelayThatEndedBeforeItAnsweredIsAskedAgainTwice() {
        ring();
        rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        for (int tries = 1; tries < 3; tries++) {
            closed(rig.take(AcceptorAction.Relay.class).connection(), CloseReason.Kind.BROKEN, "reset");
            rig.none(AcceptorAction.Relay.class);
            rig.pass(Duration.ofMillis(300));
        }
        closed(rig.take(AcceptorAction.Relay.class).connection(), CloseReason.Kind.BROKEN, "reset");
        rig.pass(Duration.ofSeconds(1));
        rig.none(AcceptorAction.Relay.class);
    }

    @Test
    public void troubleWithOneWayLeavesTheOther() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        closed(relay.connection(), CloseReason.Kind.NOT_DIALLED, "crypto is being exchanged");
        rig.none(Action.Send.class);
        rig.establish(direct.connection(), anna.key, anna.address);
        anna.accept(rig.take(Action.Send.class));
        rig.take(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REACHED);
    }

    /** [ACC-40] */
    @Test
    public void aWayThatStandsAsWellLeavesTheFirstLessTimeToBeAccepted() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        rig.take(Action.Send.class);
        rig.establish(direct.connection(), anna.key, anna.address);
        rig.pass(Duration.ofMillis(699));
        rig.none(Action.Send.class);
        rig.pass(Duration.ofMillis(1));
        assertEquals(direct.connection(), rig.take(Action.Send.class).connection());
    }

    /** [ACC-40] */
    @Test
    public void aDialThatFailsTakesNoTimeFromTheWayThatWasAskedBefore() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        relayed(rig.take(AcceptorAction.Relay.class));
        Action.Send asked = rig.take(Action.Send.class);
        closed(direct.connection(), CloseReason.Kind.TIMED_OUT, "no answer in 5 s");
        assertAcceptedLate(asked);
    }

    /** [ACC-40] */
    @Test
    public void aSecondWayThatEndsLeavesTheFirstAgainAllItsTimeToBeAccepted() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        relayed(rig.take(AcceptorAction.Relay.class));
        Action.Send asked = rig.take(Action.Send.class);
        rig.establish(direct.connection(), anna.key, anna.address);
        closed(direct.connection(), CloseReason.Kind.BROKEN, "reset");
        assertAcceptedLate(asked);
    }

    private void assertAcceptedLate(Action.Send asked) {
        rig.pass(Duration.ofSeconds(5).minusMillis(1));
        anna.accept(asked);
        assertEquals(asked.connection(), rig.take(AcceptorAction.HandOver.class).connection());
        anna.assertReport(Outcome.REACHED);
    }

    /** [ACC-28] */
    @Test
    public void aRelayToWhichTheIssuerDoesNotComeIsGivenUpInTimeForTheReport() {
        ring();
        rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        rig.pass(Duration.ofSeconds(9).minus(HEAD_START));
        assertTrue(rig.all(Action.Abort.class).contains(new Action.Abort(relay.connection())));
        anna.assertReport(Outcome.UNREACHABLE);
    }

    @Test
    public void aRevokedGrantCutsBothWaysAndSaysSoOnce() {
        ring();
        Rig.DialIssuer direct = rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        List<Long> aborted = rig.all(Action.Abort.class).stream()
                .map(Action.Abort::connection)
                .toList();
        assertTrue(aborted.containsAll(List.of(direct.connection(), relay.connection())));
        assertEquals(
                1,
                rig.all(Action.Send.class).stream()
                        .filter(send -> send.message().kind() == MessageKind.REPORT)
                        .count());
    }

    @Test
    public void anIssuerThatRefusesOnTheRelayEndsTheRing() {
        ring();
        rig.take(Rig.DialIssuer.class);
        rig.pass(HEAD_START);
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        relayed(relay);
        Action.Send asked = rig.take(Action.Send.class);
        rig.receive(
                relay.connection(),
                Message.of(MessageKind.REFUSED, asked.message().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        anna.assertReport(Outcome.REFUSED);
    }
}
