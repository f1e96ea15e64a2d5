package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.api.net.Network;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;
import org.ringback.wire.TransactionId;

/** An issuer that dials its gateway at the moment at which that dials back. */
public final class PunchTest {
    private static final InetSocketAddress GATEWAY = CoreRig.at("8.8.8.8", 40_000);
    private static final InetSocketAddress ROUTER = CoreRig.at("8.8.4.4", 61_000);
    private static final RoundTrips NEAR =
            new RoundTrips(Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(80)));
    /** S: the sum of both. */
    private static final Duration ROUND_TRIP = Duration.ofMillis(120);
    /** Three times S, less half of it. */
    private static final Duration RELAY_WAIT = Duration.ofMillis(300);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration NANO = Duration.ofNanos(1);

    private CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    private long passedOn(OwnNetworks own) {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.listening(own);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        return ring;
    }

    private Message.Builder calling() {
        return Message.of(MessageKind.CALLING, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, rig.nonce())
                .with(Attributes.ISSUER_ADDRESS, ROUTER)
                .with(Attributes.ROUND_TRIPS, NEAR);
    }

    /** The gateway calls back from there, and punches. */
    private void called(InetSocketAddress gateway) {
        rig.fromServer(calling()
                .with(Attributes.ACCEPTOR_ADDRESS, gateway)
                .with(Attributes.PATHS, Paths.PUNCH)
                .build());
    }

    private void calledWithTicket(InetSocketAddress gateway) {
        rig.fromServer(calling()
                .with(Attributes.ACCEPTOR_ADDRESS, gateway)
                .with(Attributes.PATHS, Paths.PUNCH | Paths.RELAY)
                .with(Attributes.RELAY_TICKET, RelayTicket.random(rig.random))
                .build());
    }

    /** A ring up to its first dial. */
    private long punched() {
        long ring = passedOn(CoreRig.HERE);
        called(GATEWAY);
        return ring;
    }

    private int dials() {
        return rig.all(IssuerAction.Punch.class).size();
    }

    private long dial() {
        return rig.last(IssuerAction.Punch.class).connection();
    }

    private void ended(CloseReason.Kind kind) {
        rig.closed(dial(), kind, kind.name());
    }

    private void established(long connection, KeyFingerprint key) {
        rig.feed(new Event.Established(
                connection,
                new PeerFacts(key, CoreRig.BINDING, "tls13", CoreRig.GROUP, List.of(), CoreRig.LOCAL, GATEWAY)));
    }

    private void answeredOn(long connection) {
        rig.feed(new IssuerEvent.Hello(connection));
        established(connection, EQUIPMENT.fingerprint());
        rig.communicationRequest(connection, rig.nonce(), LAMP);
    }

    private List<String> details(String step) {
        return rig.core.stories().get(0).steps().stream()
                .filter(one -> one.name().equals(step))
                .map(RingStory.Step::detail)
                .toList();
    }

    /** [PUNCH-3] [PUNCH-6] */
    @Test
    public void theGatewayIsDialledAsCallingComesFromThePortOfTheFirstConnection() {
        passedOn(CoreRig.HERE);
        assertEquals(0, dials());
        called(GATEWAY);
        assertEquals(
                List.of(new IssuerAction.Punch(dial(), GATEWAY, CoreRig.LOCAL)), rig.all(IssuerAction.Punch.class));
        assertEquals(List.of("8.8.8.8:40000, at the moment at which it dials here"), details("gateway dialled"));
    }

    /** [PUNCH-1] */
    @Test
    public void anOlderServerOrGatewayThatSaysNothingOfPathsIsNotDialled() {
        assertNotDialled(calling -> calling.with(Attributes.ACCEPTOR_ADDRESS, GATEWAY));
    }

    /** [PUNCH-1] */
    @Test
    public void aGatewayThatDoesNotPunchIsNotDialled() {
        assertNotDialled(
                calling -> calling.with(Attributes.ACCEPTOR_ADDRESS, GATEWAY).with(Attributes.PATHS, ~Paths.PUNCH));
    }

    /** [PUNCH-1] */
    @Test
    public void aGatewayThatTheServerSeesByTheOtherAddressFamilyIsNotDialled() {
        assertNotDialled(calling -> calling.with(Attributes.ACCEPTOR_ADDRESS, CoreRig.at("2a00::1", 40_000))
                .with(Attributes.PATHS, Paths.PUNCH));
    }

    /** [PUNCH-1] */
    @Test
    public void aGatewayWithoutAConnectionToTheServerIsNotDialled() {
        assertNotDialled(calling -> calling.with(Attributes.PATHS, Paths.PUNCH));
    }

    private void assertNotDialled(Consumer<Message.Builder> told) {
        passedOn(CoreRig.HERE);
        Message.Builder calling = calling();
        told.accept(calling);
        rig.fromServer(calling.build());
        rig.pass(Duration.ofSeconds(10));
        assertEquals(0, dials());
        assertEquals(List.of(), details("gateway not dialled"));
    }

    @Test
    public void anIssuerThatCannotListenOnItsPortDoesNotDialFromItEither() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.feed(
                new IssuerEvent.ListenFailed(rig.last(IssuerAction.Listen.class).listener(), "address in use"));
        called(GATEWAY);
        rig.pass(Duration.ofSeconds(10));
        assertEquals(0, dials());
    }

    /** [PUNCH-6] */
    @Test
    public void aCallingThatComesWhileADialIsPendingOrOpenDialsNoSecondTime() {
        punched();
        called(GATEWAY);
        rig.pass(Duration.ofSeconds(1));
        called(GATEWAY);
        assertEquals(1, dials());
        rig.feed(new IssuerEvent.Hello(dial()));
        called(GATEWAY);
        rig.pass(Duration.ofSeconds(1));
        assertEquals(1, dials());
    }

    /** [PUNCH-6] [PUNCH-8] */
    @Test
    public void aFailedDialIsFollowedByOneAtTheNextCallingAtOnce() {
        punched();
        ended(CloseReason.Kind.REFUSED);
        rig.pass(Duration.ofMillis(30));
        assertEquals(1, dials());
        called(GATEWAY);
        assertEquals(2, dials());
        assertEquals(List.of("REFUSED"), details("gateway not reached"));
    }

    /** [PUNCH-8] */
    @Test
    public void aDialThatFailsAfterTheNextCallingIsFollowedByOneAtOnceAndThatByNoneWithoutOneMore() {
        punched();
        called(GATEWAY);
        ended(CloseReason.Kind.REFUSED);
        assertEquals(1, dials());
        rig.pass(Duration.ZERO);
        assertEquals(2, dials());
        ended(CloseReason.Kind.REFUSED);
        rig.pass(ROUND_TRIP.plus(PAUSE).minus(NANO));
        assertEquals(2, dials());
    }

    /** [PUNCH-8] */
    @Test
    public void withoutAnotherCallingTheGatewayIsDialledAgainAfterARoundTripAndARandomTime() {
        punched();
        Set<Long> waits = new HashSet<>();
        for (int tries = 1; tries < 6; tries++) {
            ended(CloseReason.Kind.REFUSED);
            long ended = rig.now().nanos();
            rig.pass(ROUND_TRIP.plus(PAUSE).minus(NANO));
            assertEquals(tries, dials());
            Duration left = Duration.ofNanos(rig.core.nextDeadline() - rig.now().nanos());
            assertTrue(left.toString(), left.compareTo(PAUSE) <= 0);
            rig.pass(left);
            assertEquals(tries + 1, dials());
            waits.add(rig.now().nanos() - ended);
        }
        assertEquals("each time is drawn anew", 5, waits.size());
    }

    /** [PUNCH-9] */
    @Test
    public void aLocalAddressThatIsNotToBeHadIsTriedAgainAfterARoundTripAndAHundredMilliseconds() {
        punched();
        called(GATEWAY);
        ended(CloseReason.Kind.NOT_DIALLED);
        rig.pass(ROUND_TRIP.plus(PAUSE).minus(NANO));
        assertEquals(1, dials());
        rig.pass(NANO);
        assertEquals(2, dials());
    }

    /** [PUNCH-10] */
    @Test
    public void sixDialsThatFailQuicklyAreAll() {
        punched();
        for (int i = 0; i < 10; i++) {
            ended(CloseReason.Kind.REFUSED);
            called(GATEWAY);
        }
        rig.pass(Duration.ofSeconds(10));
        assertEquals(6, dials());
    }

    /** [PUNCH-10] */
    @Test
    public void noDialBeginsLaterThanThreeSecondsAfterTheFirst() {
        punched();
        rig.pass(Duration.ofSeconds(3));
        ended(CloseReason.Kind.REFUSED);
        called(GATEWAY);
        assertEquals(2, dials());
        rig.pass(NANO);
        ended(CloseReason.Kind.REFUSED);
        called(GATEWAY);
        rig.pass(Duration.ofSeconds(10));
        assertEquals(2, dials());
    }

    @Test
    public void aRingThatIsAnsweredEndsTheDialAndIsFollowedByNone() {
        long ring = punched();
        long pending = dial();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertTrue(rig.actions.contains(new Action.Abort(pending)));
        called(GATEWAY);
        rig.pass(Duration.ofSeconds(5));
        assertEquals(1, dials());
    }

    @Test
    public void aRingThatIsAnsweredBetweenTwoDialsIsFollowedByNone() {
        punched();
        ended(CloseReason.Kind.REFUSED);
        rig.callBack(2);
        rig.pass(Duration.ofSeconds(5));
        assertEquals(1, dials());
    }

    @Test
    public void aRingThatIsOverDialsNoMore() {
        punched();
        ended(CloseReason.Kind.REFUSED);
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.pass(Duration.ofSeconds(5));
        assertEquals(1, dials());
    }

    @Test
    public void aRingThatIsOverEndsTheDialThatIsPending() {
        punched();
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        assertTrue(rig.actions.contains(new Action.Abort(dial())));
    }

    /** [PUNCH-15] */
    @Test
    public void aConnectionThatWasDialledAndOnWhichNothingWholeCameForFiveSecondsIsClosed() {
        punched();
        rig.pass(Duration.ofSeconds(5).minus(NANO));
        assertFalse(rig.actions.contains(new Action.Abort(dial())));
        rig.pass(NANO);
        assertTrue(rig.actions.contains(new Action.Abort(dial())));
        assertEquals(1, details("gateway not reached").size());
        assertEquals(List.of(), rig.all(IssuerAction.AnswerCall.class));
    }

    /** [PUNCH-15] */
    @Test
    public void aConnectionOnWhichAWholeClientHelloCameIsLeftItsTime() {
        punched();
        rig.pass(Duration.ofSeconds(4));
        rig.feed(new IssuerEvent.Hello(dial()));
        rig.pass(Duration.ofSeconds(3));
        assertFalse(rig.actions.contains(new Action.Abort(dial())));
    }

    @Test
    public void aDialOfWhichNothingCameBeforeTheRingWasAnsweredIsInTheStory() {
        long ring = punched();
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertTrue(rig.actions.contains(new Action.Abort(dial())));
        assertEquals(List.of("nothing came of the dial until then"), details("gateway not reached"));
    }

    /** [PUNCH-12] */
    @Test
    public void tlsBeginsOnADialledConnectionOnlyAsAWholeClientHelloCame() {
        punched();
        rig.pass(Duration.ofSeconds(2));
        assertEquals(List.of(), rig.all(IssuerAction.AnswerCall.class));
        rig.feed(new IssuerEvent.Hello(dial()));
        IssuerAction.AnswerCall answer = rig.last(IssuerAction.AnswerCall.class);
        assertEquals(dial(), answer.connection());
        assertEquals(EQUIPMENT.fingerprint(), answer.session().equipment());
    }

    @Test
    public void theCommunicationRequestOnADialledConnectionAnswersTheRing() {
        long ring = punched();
        answeredOn(dial());
        assertTrue(rig.ended(ring).answered());
        IssuerAction.HandOver over = rig.last(IssuerAction.HandOver.class);
        assertEquals(dial(), over.connection());
        assertFalse(over.facts().relayed());
        assertEquals(List.of("directly, as both ends dialled: 8.8.8.8:40000"), details("call-back came"));
        assertEquals(Long.valueOf(1), rig.core.counters().get("rings.answered-by.punched"));
        assertEquals(Long.valueOf(1), rig.core.counters().get("rings.answered-within.punched.all"));
        assertEquals(null, rig.core.counters().get("rings.answered-by.direct"));
    }

    @Test
    public void aCallBackThatComesToThePortIsCountedAsDirect() {
        punched();
        rig.callBack(2);
        assertEquals(Long.valueOf(1), rig.core.counters().get("rings.answered-by.direct"));
        assertEquals(null, rig.core.counters().get("rings.answered-by.punched"));
    }

    @Test
    public void anotherKeyOnADialledConnectionAnswersNothing() {
        punched();
        rig.feed(new IssuerEvent.Hello(dial()));
        established(dial(), CoreRig.CA);
        assertTrue(rig.actions.contains(new Action.Abort(dial())));
        assertEquals(List.of(), details("call-back came"));
    }

    /** Why a gateway there is not dialled; told only as the relay is asked. */
    private String notDialled(InetSocketAddress gateway, OwnNetworks own) {
        passedOn(own);
        calledWithTicket(gateway);
        rig.pass(RELAY_WAIT.minus(NANO));
        assertEquals(List.of(), details("gateway not dialled"));
        rig.pass(NANO);
        assertEquals(1, rig.all(IssuerAction.Relay.class).size());
        called(gateway);
        rig.pass(Duration.ofSeconds(1));
        assertEquals(0, dials());
        List<String> why = details("gateway not dialled");
        assertEquals(1, why.size());
        return why.get(0);
    }

    /** [PUNCH-11] */
    @Test
    public void aPrivateAddressIsNotDialled() {
        assertEquals(
                "the gateway's address 192.168.7.7 is not global unicast (expected: one that is, or its network in the"
                        + " key dialable)",
                notDialled(CoreRig.at("192.168.7.7", 40_000), CoreRig.HERE));
    }

    /** [PUNCH-11] */
    @Test
    public void thisMachinesOwnAddressIsNotDialled() {
        OwnNetworks own = new OwnNetworks(Set.of(GATEWAY.getAddress()), List.of());
        assertEquals("the gateway's address is this machine's own", notDialled(GATEWAY, own));
    }

    /** [PUNCH-11] */
    @Test
    public void theAddressAtWhichTheServerSeesThisMachineIsNotDialledAsItIsItsOwnRouter() {
        assertEquals(
                "the gateway's address is this machine's own", notDialled(CoreRig.at("8.8.4.4", 40_000), CoreRig.HERE));
    }

    /** [PUNCH-11] */
    @Test
    public void aPublicNetworkThatThisMachineIsOnIsNotDialled() {
        OwnNetworks own = new OwnNetworks(Set.of(CoreRig.LOCAL.getAddress()), List.of(Network.parse("8.8.8.0/24")));
        assertEquals("the gateway's address is on a network that this machine is on too", notDialled(GATEWAY, own));
    }

    /** [PUNCH-11] */
    @Test
    public void whereThisMachineDoesNotKnowItsOwnAddressesNobodyIsDialled() {
        assertEquals(
                "this machine's own addresses are not known (expected: its system tells them)",
                notDialled(CoreRig.at("8.8.4.4", 40_000), OwnNetworks.UNKNOWN));
    }

    /** [PUNCH-11] */
    @Test
    public void aPortBelow1024IsNotDialled() {
        assertEquals("the gateway's port is below 1024", notDialled(CoreRig.at("8.8.8.8", 1_023), CoreRig.HERE));
    }

    /** [PUNCH-11] */
    @Test
    public void noAddressOfTheServerIsDialledNotEvenOneThatThisRingDoesNotUse() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.server("8.8.8.8", 3_478));
        assertEquals(CoreRig.V4, rig.dialledTo());
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        calledWithTicket(GATEWAY);
        rig.pass(RELAY_WAIT);
        assertEquals(0, dials());
        assertEquals(List.of("the gateway's address is the server's"), details("gateway not dialled"));
    }

    /** [PUNCH-11] */
    @Test
    public void whatIsDialableIsDialledThoughItIsNearFromTheStartAndAsTheConfigurationChanges() {
        InetSocketAddress near = CoreRig.at("192.168.7.7", 40_000);
        OwnNetworks own = new OwnNetworks(Set.of(CoreRig.LOCAL.getAddress()), List.of(Network.parse("192.168.7.0/24")));
        IssuerSettings lifted = new IssuerSettings(
                16,
                64,
                Optional.empty(),
                Optional.empty(),
                List.of(Network.parse("192.168.7.0/24")),
                IssuerSettings.SILENT_CALLS);
        rig = new CoreRig(lifted).granted(RingSystem.CALL_BACK);
        passedOn(own);
        called(near);
        assertEquals(near, rig.last(IssuerAction.Punch.class).to());

        rig = new CoreRig().granted(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.Configure(lifted));
        passedOn(own);
        called(near);
        assertEquals(near, rig.last(IssuerAction.Punch.class).to());
    }

    @Test
    public void aRingThatNeedsNoOtherPathSaysNothingOfAGatewayThatIsNotDialled() {
        long ring = passedOn(CoreRig.HERE);
        calledWithTicket(CoreRig.at("192.168.7.7", 40_000));
        rig.callBack(2);
        rig.pass(Duration.ofSeconds(5));
        assertTrue(rig.ended(ring).answered());
        assertEquals(List.of(), details("gateway not dialled"));
    }

    @Test
    public void whyOneAttemptDialledNobodyIsNotToldOfTheOther() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        called(CoreRig.at("192.168.7.7", 40_000));
        rig.notReached(new ToldReason(RingReason.ADDRESS_REFUSED));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.fromServer(Message.of(MessageKind.CALLING, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, rig.nonce())
                .with(Attributes.ISSUER_ADDRESS, CoreRig.at("2a00:1::1", 61_000))
                .with(Attributes.ACCEPTOR_ADDRESS, CoreRig.at("2a00:2::2", 40_000))
                .with(Attributes.PATHS, Paths.PUNCH | Paths.RELAY)
                .with(Attributes.RELAY_TICKET, RelayTicket.random(rig.random))
                .build());
        assertEquals(1, dials());
        rig.pass(Duration.ofSeconds(1));
        assertEquals(1, rig.all(IssuerAction.Relay.class).size());
        assertEquals(List.of(), details("gateway not dialled"));
    }

    /** [PUNCH-13] */
    @Test
    public void tenGatewaysAreDialledInAMinuteOverAllRings() {
        for (int i = 1; i <= 11; i++) {
            passedOn(CoreRig.HERE);
            called(CoreRig.at("8.8.8." + i, 40_000));
            rig.callBack(2L * i);
        }
        assertEquals(10, dials());
        rig.pass(Duration.ofMinutes(1));
        punched();
        assertEquals(11, dials());
    }

    /** What the issuer does on its connection with the server in the 6 s from Calling to Result, and as that came. */
    private List<String> towardsServer(InetSocketAddress gateway, LongConsumer outcome) {
        rig = new CoreRig().granted(RingSystem.CALL_BACK);
        passedOn(CoreRig.HERE);
        long server = rig.dialled();
        rig.actions.removeIf(action -> !(action instanceof Action.Dial) && !isConnect(action));
        int before = rig.actions.size();
        calledWithTicket(gateway);
        List<String> seen = new ArrayList<>();
        int dialled = 0;
        for (int i = 0; i < 60; i++) {
            for (; dialled < dials(); dialled++) {
                outcome.accept(dial());
            }
            rig.pass(PAUSE);
            for (Action action : rig.actions.subList(before, rig.actions.size())) {
                if (concerns(server, action)) {
                    seen.add(i + ": " + action);
                }
            }
            before = rig.actions.size();
        }
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.actions.subList(before, rig.actions.size()).stream()
                .filter(action -> concerns(server, action))
                .forEach(action -> seen.add("result: " + action));
        return seen;
    }

    private static boolean isConnect(Action action) {
        return action instanceof Action.Send send && send.message().kind() == MessageKind.CONNECT;
    }

    private static boolean concerns(long server, Action action) {
        return (action instanceof Action.Send send && send.connection() == server)
                || (action instanceof Action.Close close && close.connection() == server)
                || (action instanceof Action.Abort abort && abort.connection() == server);
    }

    /** [PUNCH-14] */
    @Test
    public void theServerSeesNothingOfWhatBecameOfTheDials() {
        List<String> silent = towardsServer(GATEWAY, dial -> {});
        assertEquals(1, silent.size());
        assertTrue(silent.toString(), silent.get(0).startsWith("result: Close"));
        for (CloseReason.Kind kind :
                List.of(CloseReason.Kind.REFUSED, CloseReason.Kind.NOT_DIALLED, CloseReason.Kind.WRONG_KEY)) {
            assertEquals(silent, towardsServer(GATEWAY, dial -> rig.closed(dial, kind, kind.name())));
            assertTrue(kind.name(), dials() > 1);
        }
        assertEquals(silent, towardsServer(GATEWAY, dial -> rig.feed(new IssuerEvent.Hello(dial))));
        assertEquals(silent, towardsServer(CoreRig.at("192.168.7.7", 40_000), dial -> {}));
    }
}
