package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;

/** A call-back that both ends dial at the same moment, as the acceptor sees it. */
public final class PunchTest {
    private static final RoundTrips NEAR =
            new RoundTrips(Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(80)));
    /** D: half of the sum of both. */
    private static final Duration ONE_WAY = Duration.ofMillis(60);
    /** Three times the sum of both. */
    private static final Duration HEAD_START = Duration.ofMillis(360);

    private static final RoundTrips FAR =
            new RoundTrips(Optional.of(Duration.ofMillis(400)), Optional.of(Duration.ofMillis(400)));
    /** D of {@link #FAR}. */
    private static final Duration FAR_ONE_WAY = Duration.ofMillis(400);

    /** How long a dial may take to be open: three times D, and 200 ms. */
    private static final Duration OPEN = Duration.ofMillis(380);

    /** Least time from a SYN to the report of the next one. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration NANO = Duration.ofNanos(1);

    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    private void ring(Consumer<Message.Builder> told) {
        Message bind = anna.wakeUp();
        rig.receive(anna.bind, second(RingSystem.CALL_BACK, bind, told));
        anna.assertReport(Outcome.CALLING);
    }

    private Message second(RingSystem system, Message answered, Consumer<Message.Builder> told) {
        Message second = anna.second(system);
        Message.Builder request = Message.of(MessageKind.SECOND_REQUEST, answered.transaction())
                .with(Attributes.TARGET_ID, second.get(Attributes.TARGET_ID))
                .with(Attributes.RING_NONCE, second.get(Attributes.RING_NONCE))
                .with(Attributes.XOR_PEER_ADDRESS, second.get(Attributes.XOR_PEER_ADDRESS))
                .with(Attributes.BOX, second.get(Attributes.BOX));
        told.accept(request);
        return request.build();
    }

    private void ring(int paths, RoundTrips times) {
        ring(second -> second.with(Attributes.PATHS, paths).with(Attributes.ROUND_TRIPS, times));
    }

    /** A ring whose issuer punches from behind a router; nothing is dialled yet. */
    private void punched() {
        ring(Paths.PUNCH, NEAR);
    }

    private void punchedWithTicket() {
        ring(second -> second.with(Attributes.PATHS, Paths.PUNCH | Paths.RELAY)
                .with(Attributes.ROUND_TRIPS, NEAR)
                .with(Attributes.RELAY_TICKET, RelayTicket.random(rig.random)));
    }

    /** Checks that the next dial begins after exactly that time; returns it. */
    private Rig.DialIssuer dialAfter(Duration wait) {
        if (!wait.isZero()) {
            rig.pass(wait.minus(NANO));
            rig.none(Rig.DialIssuer.class);
            rig.pass(NANO);
        } else {
            rig.pass(Duration.ZERO);
        }
        return rig.take(Rig.DialIssuer.class);
    }

    /** Checks that the server is told of a further try after exactly that time. */
    private void reportAfter(Duration wait) {
        if (!wait.isZero()) {
            rig.pass(wait.minus(NANO));
            rig.none(Action.Send.class);
            rig.pass(NANO);
        } else {
            rig.pass(Duration.ZERO);
        }
        anna.assertReport(Outcome.CALLING);
    }

    private void closed(long connection, CloseReason.Kind kind) {
        rig.feed(new Event.Closed(connection, kind, kind.name()));
    }

    private void refused(Rig.DialIssuer dial) {
        closed(dial.connection(), CloseReason.Kind.REFUSED);
    }

    private void assertPunched(Rig.DialIssuer dial) {
        assertEquals(Optional.of(Rig.LOCAL), dial.from());
        assertTrue(dial.sharedPort());
        assertEquals(anna.address, dial.address());
        assertEquals(anna.key, dial.issuer());
    }

    private void assertFromAnyPort(Rig.DialIssuer dial) {
        assertEquals(Optional.empty(), dial.from());
        assertFalse(dial.sharedPort());
    }

    /** Nothing is dialled or reported until the judge's yes is 5 s ago, and then that nobody answered. */
    private void assertOneReportAfter(Duration left, ToldReason told) {
        rig.pass(left.minus(NANO));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
        rig.pass(NANO);
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(Optional.of(told), anna.told());
        rig.pass(Duration.ofSeconds(10));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
    }

    private void assertOneReportAfter(Duration left) {
        assertOneReportAfter(left, new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
    }

    private List<String> details(String step) {
        return rig.core.stories().get(0).steps().stream()
                .filter(one -> one.name().equals(step))
                .map(RingStory.Step::detail)
                .toList();
    }

    /** [PUNCH-2] */
    @Test
    public void theSecondConnectionIsDialledSoThatACallBackMayShareItsPort() {
        rig.pass(Duration.ofSeconds(1));
        rig.send(remote.wakeUp(9));
        assertTrue(rig.take(Rig.DialServer.class).sharedPort());
    }

    /** [PUNCH-2] [PUNCH-4] */
    @Test
    public void theDialBeginsAsTheIssuerHearsOfItAndLeavesFromThePortOfTheSecondConnection() {
        punched();
        assertPunched(dialAfter(ONE_WAY));
        assertEquals(List.of("at the same moment as the issuer dials here"), details("dialled"));
    }

    /** [PUNCH-4] */
    @Test
    public void roundTripsThatTheServerDoesNotKnowCountAsAHundredMillisecondsEach() {
        ring(second -> second.with(Attributes.PATHS, Paths.PUNCH));
        assertPunched(dialAfter(Duration.ofMillis(100)));
    }

    /** [PUNCH-5] */
    @Test
    public void anIssuerThatNoRouterTranslatesIsDialledAtOnce() {
        ring(Paths.PUNCH | Paths.UNTRANSLATED, NEAR);
        assertPunched(rig.take(Rig.DialIssuer.class));
    }

    /** [PUNCH-7] */
    @Test
    public void anIssuerThatNoRouterTranslatesIsDialledAgainAsAnyOther() {
        ring(Paths.PUNCH | Paths.UNTRANSLATED, NEAR);
        refused(rig.take(Rig.DialIssuer.class));
        reportAfter(PAUSE);
        assertPunched(dialAfter(ONE_WAY));
    }

    /** Rings an issuer that does not punch: it is dialled once. */
    private void assertNotPunched(Consumer<Message.Builder> told) {
        ring(told);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        assertFromAnyPort(dial);
        refused(dial);
        assertOneReportAfter(Duration.ofSeconds(5));
        assertEquals(List.of(""), details("dialled"));
    }

    /** [PUNCH-1] */
    @Test
    public void anOlderIssuerOrServerIsDialledAtOnceFromAnyPortAndOnce() {
        assertNotPunched(second -> second.with(Attributes.ROUND_TRIPS, NEAR));
    }

    /** [PUNCH-1] */
    @Test
    public void anIssuerThatDoesNotSayPunchIsDialledAtOnceFromAnyPortAndOnce() {
        assertNotPunched(second ->
                second.with(Attributes.PATHS, ~Paths.PUNCH & ~Paths.RELAY).with(Attributes.ROUND_TRIPS, NEAR));
    }

    /** [PUNCH-1] */
    @Test
    public void anIssuerThatTheServerSeesByTheOtherAddressFamilyIsDialledAtOnceFromAnyPortAndOnce() {
        anna.address = new InetSocketAddress("2a00::1", 45_000);
        assertNotPunched(second -> second.with(Attributes.PATHS, Paths.PUNCH).with(Attributes.ROUND_TRIPS, NEAR));
    }

    /** [PUNCH-1] */
    @Test
    public void aDatagramRingHasNoSecondConnectionAndIsDialledAtOnceFromAnyPort() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, EnumSet.of(RingSystem.DATAGRAM)), Map.of(), List.of(), CallLimits.DEFAULT)));
        Message any = anna.second(RingSystem.DATAGRAM);
        rig.send(remote.datagramRing(
                5, second(RingSystem.DATAGRAM, any, second -> second.with(Attributes.PATHS, Paths.PUNCH)
                        .with(Attributes.ROUND_TRIPS, NEAR))));
        assertFromAnyPort(rig.take(Rig.DialIssuer.class));
    }

    /** [PUNCH-7] */
    @Test
    public void furtherTriesAreReportedAndDialledOneWayLaterAtOnceTwiceAsLateAndSoOn() {
        punched();
        refused(dialAfter(ONE_WAY));
        for (Duration wait : List.of(ONE_WAY, Duration.ZERO, ONE_WAY.multipliedBy(2), ONE_WAY)) {
            reportAfter(PAUSE);
            Rig.DialIssuer dial = dialAfter(wait);
            assertPunched(dial);
            refused(dial);
        }
        assertEquals(4, details("tried again").size());
    }

    /** [PUNCH-7] */
    @Test
    public void aTryThatFailsLateIsReportedAtOnceAsItsSynIsLongAgo() {
        punched();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        rig.open(dial.connection());
        rig.pass(Duration.ofMillis(500));
        rig.none(Action.Send.class);
        closed(dial.connection(), CloseReason.Kind.BROKEN);
        reportAfter(Duration.ZERO);
        dialAfter(ONE_WAY);
    }

    /** [PUNCH-7] */
    @Test
    public void aTryThatFailsAsItsSynIsRepeatedIsReportedAHundredMillisecondsAfterTheRepeat() {
        ring(Paths.PUNCH, FAR);
        Rig.DialIssuer dial = dialAfter(FAR_ONE_WAY);
        rig.pass(Duration.ofMillis(1_030));
        refused(dial);
        reportAfter(Duration.ofMillis(70));
    }

    /** [PUNCH-7] */
    @Test
    public void aResetAnEndBeforeTlsAndANetworkThatDoesNotLeadThereFailATryToo() {
        punched();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        for (CloseReason.Kind kind :
                List.of(CloseReason.Kind.BROKEN, CloseReason.Kind.CLOSED_THERE, CloseReason.Kind.NO_ROUTE)) {
            closed(dial.connection(), kind);
            reportAfter(PAUSE);
            rig.await(Rig.DialIssuer.class, ONE_WAY.multipliedBy(2));
            dial = rig.take(Rig.DialIssuer.class);
        }
    }

    /** [PUNCH-10] [ACC-31] */
    @Test
    public void sixTriesThatFailQuicklyAreAllAndTheReportIsHeldTillTheTimeOfADialIsOver() {
        punched();
        long began = rig.now().nanos();
        List<Long> dials = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rig.await(Rig.DialIssuer.class, Duration.ofSeconds(1));
            dials.add(rig.now().nanos());
            refused(rig.take(Rig.DialIssuer.class));
        }
        assertTrue(dials.get(5) - dials.get(0) < Duration.ofSeconds(3).toNanos());
        assertOneReportAfter(Duration.ofSeconds(5).minusNanos(rig.now().nanos() - began));
        assertEquals(6, details("dialled").size());
    }

    /** [PUNCH-10] */
    @Test
    public void noTryIsReportedWhoseDialWouldBeginLaterThanThreeSecondsAfterTheFirst() {
        ring(Paths.PUNCH, FAR);
        Rig.DialIssuer dial = dialAfter(FAR_ONE_WAY);
        rig.pass(Duration.ofSeconds(3).minus(FAR_ONE_WAY).plus(NANO));
        refused(dial);
        assertOneReportAfter(Duration.ofSeconds(2).minus(NANO));
    }

    /** [PUNCH-10] */
    @Test
    public void aTryWhoseDialBeginsThreeSecondsAfterTheFirstIsTheLast() {
        ring(Paths.PUNCH, FAR);
        Rig.DialIssuer dial = dialAfter(FAR_ONE_WAY);
        rig.pass(Duration.ofSeconds(3).minus(FAR_ONE_WAY));
        refused(dial);
        reportAfter(Duration.ZERO);
        refused(dialAfter(FAR_ONE_WAY));
        assertOneReportAfter(Duration.ofSeconds(2).minus(FAR_ONE_WAY));
    }

    /** [PUNCH-7] [ACC-31] */
    @Test
    public void whereAnotherKeyOrAFaultOfTlsAnsweredNothingIsTriedAgain() {
        for (CloseReason.Kind kind : List.of(
                CloseReason.Kind.WRONG_KEY,
                CloseReason.Kind.BAD_CHAIN,
                CloseReason.Kind.PROTECTION,
                CloseReason.Kind.OVERLOADED)) {
            punched();
            closed(dialAfter(ONE_WAY).connection(), kind);
            rig.pass(Duration.ofSeconds(5).minus(ONE_WAY).minus(NANO));
            rig.none(Rig.DialIssuer.class);
            rig.none(Action.Send.class);
            rig.pass(NANO);
            anna.assertReport(kind == CloseReason.Kind.WRONG_KEY ? Outcome.WRONG_KEY : Outcome.UNREACHABLE);
            rig.pass(Duration.ofMinutes(1));
        }
    }

    /** [PUNCH-16] */
    @Test
    public void aDialThatIsNotOpenInTimeIsGivenUpAndReportedAndDialledAgain() {
        punched();
        Rig.DialIssuer lost = dialAfter(ONE_WAY);
        rig.pass(OPEN.minus(NANO));
        rig.none(Action.Abort.class);
        rig.none(Action.Send.class);
        rig.pass(NANO);
        assertEquals(lost.connection(), rig.take(Action.Abort.class).connection());
        anna.assertReport(Outcome.CALLING);
        assertPunched(dialAfter(ONE_WAY));
        assertEquals(List.of("no answer in time"), details("way failed"));
    }

    /** [PUNCH-16] */
    @Test
    public void aDialThatIsOpenIsLeftItsFiveSeconds() {
        punched();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        rig.pass(OPEN.minus(NANO));
        rig.open(dial.connection());
        assertOneReportAfter(Duration.ofSeconds(5).minus(ONE_WAY).minus(OPEN).plus(NANO));
        assertEquals(List.of("at the same moment as the issuer dials here"), details("dialled"));
    }

    /** [PUNCH-10] [PUNCH-16] */
    @Test
    public void theSixthDialIsLeftToTheSystemWhichMakesEightSynsOfThem() {
        punched();
        long began = rig.now().nanos();
        for (int i = 0; i < 6; i++) {
            rig.await(Rig.DialIssuer.class, Duration.ofSeconds(1));
            rig.actions.clear();
        }
        assertOneReportAfter(Duration.ofSeconds(5).minusNanos(rig.now().nanos() - began));
        assertEquals(6, details("dialled").size());
    }

    /** [PUNCH-16] */
    @Test
    public void aFarIssuersDialIsLeftToTheSystemWhichRepeatsItSooner() {
        ring(Paths.PUNCH, FAR);
        dialAfter(FAR_ONE_WAY);
        assertOneReportAfter(Duration.ofSeconds(5).minus(FAR_ONE_WAY));
    }

    /** [PUNCH-16] */
    @Test
    public void anIssuerThatDoesNotPunchIsDialledForFiveSeconds() {
        ring(second -> second.with(Attributes.ROUND_TRIPS, NEAR));
        rig.take(Rig.DialIssuer.class);
        assertOneReportAfter(Duration.ofSeconds(5));
    }

    /** [PUNCH-7] */
    @Test
    public void aConnectionThatEndsBehindTheProofOfTheIssuersKeyIsNotTriedAgain() {
        punched();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        rig.establish(dial.connection(), anna.key, anna.address);
        rig.take(Action.Send.class);
        closed(dial.connection(), CloseReason.Kind.BROKEN);
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(Optional.of(new ToldReason(RingReason.CALL_BACK_ENDED)), anna.told());
        rig.pass(Duration.ofSeconds(10));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
    }

    @Test
    public void aLocalPortThatIsNotToBeHadIsGivenUpForAnyPortAtOnceAndOnce() {
        punched();
        closed(dialAfter(ONE_WAY).connection(), CloseReason.Kind.NOT_DIALLED);
        Rig.DialIssuer dial = dialAfter(Duration.ZERO);
        rig.none(Action.Send.class);
        assertFromAnyPort(dial);
        refused(dial);
        assertOneReportAfter(Duration.ofSeconds(5).minus(ONE_WAY));
    }

    @Test
    public void aSystemThatDialsFromNoPortAtAllIsTheGatewaysTroubleAndSaidAtOnce() {
        punched();
        closed(dialAfter(ONE_WAY).connection(), CloseReason.Kind.NOT_DIALLED);
        closed(dialAfter(Duration.ZERO).connection(), CloseReason.Kind.NOT_DIALLED);
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(Optional.of(new ToldReason(RingReason.GATEWAY_TROUBLE)), anna.told());
        rig.pass(Duration.ofSeconds(10));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
    }

    @Test
    public void aFurtherTryThatReachesTheIssuerAnswersTheRing() {
        punched();
        refused(dialAfter(ONE_WAY));
        reportAfter(PAUSE);
        rig.pass(ONE_WAY);
        Action.Send asked = anna.reached();
        anna.accept(asked);
        assertEquals(asked.connection(), rig.take(AcceptorAction.HandOver.class).connection());
        anna.assertReport(Outcome.REACHED);
        rig.pass(Duration.ofSeconds(10));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
    }

    /** [ACC-39] */
    @Test
    public void theRelayIsAskedAtItsTimeWhateverBecameOfTheDials() {
        for (Optional<CloseReason.Kind> ended : List.of(
                Optional.<CloseReason.Kind>empty(),
                Optional.of(CloseReason.Kind.REFUSED),
                Optional.of(CloseReason.Kind.NOT_DIALLED),
                Optional.of(CloseReason.Kind.WRONG_KEY))) {
            punchedWithTicket();
            Rig.DialIssuer dial = dialAfter(ONE_WAY);
            ended.ifPresent(kind -> closed(dial.connection(), kind));
            rig.pass(HEAD_START.minus(ONE_WAY).minus(NANO));
            rig.none(AcceptorAction.Relay.class);
            rig.pass(NANO);
            rig.take(AcceptorAction.Relay.class);
            rig.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    public void theTriesGoOnBesideTheRelayUntilTheIssuerIsProvedOnOneOfTheTwo() {
        punchedWithTicket();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        rig.open(dial.connection());
        rig.pass(HEAD_START.minus(ONE_WAY));
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        closed(dial.connection(), CloseReason.Kind.BROKEN);
        reportAfter(Duration.ZERO);
        rig.pass(ONE_WAY);
        Action.Send asked = anna.reached();
        anna.accept(asked);
        assertEquals(asked.connection(), rig.take(AcceptorAction.HandOver.class).connection());
        assertEquals(relay.connection(), rig.take(Action.Abort.class).connection());
        anna.assertReport(Outcome.REACHED);
    }

    @Test
    public void nothingMoreIsTriedWhileTheIssuerIsAskedThroughTheRelay() {
        askedThroughTheRelay();
        rig.pass(Duration.ofSeconds(2));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
    }

    /** [PUNCH-10] [ACC-41] */
    @Test
    public void aTryThatHadToWaitForTheRelayIsGivenUpIfItsDialWouldBeTooLate() {
        AcceptorAction.Relay relay = askedThroughTheRelay();
        rig.pass(Duration.ofSeconds(3));
        closed(relay.connection(), CloseReason.Kind.BROKEN);
        assertOneReportAfter(Duration.ofSeconds(2).minus(HEAD_START), new ToldReason(RingReason.CALL_BACK_ENDED));
    }

    /** [PUNCH-10] */
    @Test
    public void aTryThatHadToWaitForTheRelayIsNotReportedIfOnlyItsDialWouldBeTooLate() {
        AcceptorAction.Relay relay = askedThroughTheRelay();
        // The first dial began one way after the judge's yes, and this one would begin two later than its report.
        rig.pass(Duration.ofSeconds(3)
                .plus(ONE_WAY)
                .minus(HEAD_START)
                .minus(ONE_WAY.multipliedBy(2))
                .plus(NANO));
        closed(relay.connection(), CloseReason.Kind.BROKEN);
        rig.pass(Duration.ofMillis(200));
        rig.none(Action.Send.class);
        rig.none(Rig.DialIssuer.class);
    }

    /** [PUNCH-10] [ACC-41] */
    @Test
    public void aDialThatHadToWaitForTheRelayIsGivenUpIfItWouldBeTooLate() {
        punchedWithTicket();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        rig.open(dial.connection());
        rig.pass(HEAD_START.minus(ONE_WAY));
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        closed(dial.connection(), CloseReason.Kind.BROKEN);
        reportAfter(Duration.ZERO);
        rig.establish(relay.connection(), anna.key, Rig.ADDRESS);
        rig.take(Action.Send.class);
        rig.pass(Duration.ofSeconds(3));
        closed(relay.connection(), CloseReason.Kind.BROKEN);
        assertOneReportAfter(Duration.ofSeconds(2).minus(HEAD_START), new ToldReason(RingReason.CALL_BACK_ENDED));
    }

    /** [PUNCH-7] */
    @Test
    public void aTryThatHadToWaitForTheRelayIsMadeIfThatEndsSoonEnough() {
        AcceptorAction.Relay relay = askedThroughTheRelay();
        rig.pass(Duration.ofSeconds(1));
        closed(relay.connection(), CloseReason.Kind.BROKEN);
        reportAfter(Duration.ZERO);
        assertPunched(dialAfter(ONE_WAY.multipliedBy(2)));
    }

    /** The relay leads to the issuer while a fourth try is due in a moment. */
    private AcceptorAction.Relay askedThroughTheRelay() {
        punchedWithTicket();
        refused(dialAfter(ONE_WAY));
        reportAfter(PAUSE);
        refused(dialAfter(ONE_WAY));
        reportAfter(PAUSE);
        refused(dialAfter(Duration.ZERO));
        rig.pass(HEAD_START.minus(PAUSE.plus(ONE_WAY).multipliedBy(2)));
        AcceptorAction.Relay relay = rig.take(AcceptorAction.Relay.class);
        rig.establish(relay.connection(), anna.key, Rig.ADDRESS);
        assertEquals(relay.connection(), rig.take(Action.Send.class).connection());
        return relay;
    }

    @Test
    public void aGrantThatIsRevokedBetweenTwoTriesIsDialledNoMore() {
        punched();
        refused(dialAfter(ONE_WAY));
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        anna.assertReport(Outcome.REFUSED);
        rig.actions.clear();
        rig.pass(Duration.ofSeconds(10));
        rig.none(Rig.DialIssuer.class);
        rig.none(Action.Send.class);
    }

    @Test
    public void anAddressThatIsNotDialledIsNotPunchedEither() {
        anna.address = new InetSocketAddress("10.1.2.3", 45_000);
        punchedWithTicket();
        rig.take(AcceptorAction.Relay.class);
        rig.pass(Duration.ofSeconds(4));
        rig.none(Rig.DialIssuer.class);
    }

    @Test
    public void aCallBackThatBothEndsWereToDialIsCountedAsThatWhoeversDialLedToIt() {
        punched();
        Rig.DialIssuer dial = dialAfter(ONE_WAY);
        rig.establish(dial.connection(), anna.key, anna.address);
        anna.accept(rig.take(Action.Send.class));
        anna.assertReport(Outcome.REACHED);
        assertEquals(Long.valueOf(1), rig.core.counters().get("ring.answered-by.both-dial"));
        assertEquals(Long.valueOf(1), rig.core.counters().get("ring.answered-within.both-dial.00250ms"));
        assertEquals(null, rig.core.counters().get("ring.answered-by.direct"));
    }

    @Test
    public void aCallBackOfASystemThatSharesNoPortIsCountedAsDirect() {
        punched();
        closed(dialAfter(ONE_WAY).connection(), CloseReason.Kind.NOT_DIALLED);
        Rig.DialIssuer dial = dialAfter(Duration.ZERO);
        assertFromAnyPort(dial);
        rig.establish(dial.connection(), anna.key, anna.address);
        anna.accept(rig.take(Action.Send.class));
        assertEquals(Long.valueOf(1), rig.core.counters().get("ring.answered-by.direct"));
        assertEquals(null, rig.core.counters().get("ring.answered-by.both-dial"));
    }
}
