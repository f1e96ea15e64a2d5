package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.net.Network;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** Wake-up, second TCP connection, judgement and call-back, against a scripted server and issuer. */
public final class RingTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    @Test
    public void aWakeUpLeadsToACallBackAndNothingIsHandedOverBeforeTheAcceptance() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        Action.Send asked = anna.reached();
        assertEquals(Rig.LAMP, asked.message().get(Attributes.TARGET_ID));
        assertEquals(anna.nonce, asked.message().get(Attributes.RING_NONCE));
        rig.none(AcceptorAction.HandOver.class);
        anna.accept(asked);
        AcceptorAction.HandOver handOver = rig.take(AcceptorAction.HandOver.class);
        assertEquals(
                new AcceptorAction.HandOver(
                        asked.connection(),
                        new CallFacts(
                                Role.ACCEPTOR,
                                Rig.LAMP,
                                "http",
                                anna.key,
                                anna.grant.id(),
                                anna.nonce,
                                rig.now().wall())),
                handOver);
        anna.assertReport(Outcome.REACHED);
        assertEquals(anna.bind, rig.take(Action.Close.class).connection());
        assertEquals(1, rig.equipment().get(0).calls());
    }

    @Test
    public void theStoryTellsEveryStep() {
        anna.answeredRing(RingSystem.CALL_BACK);
        RingStory story = rig.core.stories().get(0);
        assertEquals("acceptor", story.party());
        assertEquals(anna.nonce, story.nonce());
        assertEquals(Optional.of(Rig.ANNA), story.person());
        assertEquals(RingSystem.CALL_BACK, story.system());
        assertEquals("tls13", story.protection());
        assertEquals(Rig.GROUP, story.keyAgreement());
        assertTrue(story.answered());
        assertEquals(
                List.of(
                        "wake-up",
                        "second TCP connection, server's certificate valid",
                        "second connection request",
                        "box opened",
                        "request accepted",
                        "dialled",
                        "issuer's key proved",
                        "communication request",
                        "accepted"),
                story.steps().stream().map(RingStory.Step::name).toList());
    }

    @Test
    public void theGrantIsBoundOnDiskBeforeTheCommunicationRequest() {
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.establish(dial.connection(), anna.key, Caller.HERE);
        Action.Persist persist = rig.take(Action.Persist.class);
        assertEquals(
                MessageKind.COMMUNICATION_REQUEST,
                ((Action.Send) persist.then().get(0)).message().kind());
        rig.restart();
        assertEquals(anna.key, rig.equipment().get(0).grants().get(0).key().orElseThrow());
    }

    @Test
    public void whatCannotBeBoundOnDiskIsNotCalled() {
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.diskBroken = true;
        rig.establish(dial.connection(), anna.key, Caller.HERE);
        assertEquals(dial.connection(), rig.take(Action.Abort.class).connection());
        anna.assertReport(Outcome.UNREACHABLE);
        rig.restart();
        assertTrue(rig.equipment().get(0).grants().get(0).key().isEmpty());
    }

    @Test
    public void aCallBackDoesNotRelyOnWhatAnotherOneHasNotWrittenYet() {
        anna.ring(RingSystem.CALL_BACK);
        rig.diskBroken = true;
        Rig.DialIssuer first = rig.take(Rig.DialIssuer.class);
        rig.establish(first.connection(), anna.key, Caller.HERE);
        rig.diskBroken = false;
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer second = rig.take(Rig.DialIssuer.class);
        rig.establish(second.connection(), anna.key, Caller.HERE);
        Action.Persist persist = rig.take(Action.Persist.class);
        Action.Send asked = (Action.Send) persist.then().get(0);
        assertEquals(MessageKind.COMMUNICATION_REQUEST, asked.message().kind());
        anna.accept(asked);
        rig.actions.clear();
        // From here on it is known to be on disk, and nothing is written for a ring.
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.none(Action.Persist.class);
    }

    @Test
    public void theSameKeyMayRingAgain() {
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.pass(Duration.ofDays(2));
        rig.restart();
        remote = rig.register(Rig.LAMP);
        // The grant's use-by has passed: it only limits the first use.
        anna = again(anna);
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void anotherKeyWithTheSameSecretAlarms() {
        anna.answeredRing(RingSystem.CALL_BACK);
        anna.key = Rig.IDENTITIES.create().fingerprint();
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna belongs to another key");
        assertEquals(
                "whose grant it is",
                Optional.of(Rig.ANNA),
                rig.core.stories().get(0).person());
        assertTrue(rig.core.warnings(rig.now()).get(0).contains("another key"));
        rig.restart();
        assertTrue(rig.core.warnings(rig.now()).get(0).contains("another key"));
    }

    @Test
    public void twoKeysThatRaceForAnUnboundGrantDoNotBothWin() {
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer first = rig.take(Rig.DialIssuer.class);
        KeyFingerprint other = Rig.IDENTITIES.create().fingerprint();
        KeyFingerprint own = anna.key;
        anna.key = other;
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer second = rig.take(Rig.DialIssuer.class);
        rig.establish(first.connection(), own, Caller.HERE);
        rig.actions.clear();
        rig.establish(second.connection(), other, Caller.HERE);
        assertEquals(second.connection(), rig.take(Action.Abort.class).connection());
        assertEquals(MessageKind.REPORT, rig.take(Action.Send.class).message().kind());
        rig.none(Action.Send.class);
        assertFalse(rig.core.warnings(rig.now()).isEmpty());
    }

    @Test
    public void anUnusedGrantRunsOut() {
        rig.pass(Duration.ofHours(25));
        rig.restart();
        remote = rig.register(Rig.LAMP);
        anna = again(anna);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna was not used in time");
    }

    @Test
    public void theRightPasswordIsLetIn() {
        anna.password = setPassword();
        anna.answeredRing(RingSystem.CERTIFIED);
        assertEquals(RingSystem.CERTIFIED, rig.core.stories().get(0).system());
    }

    @Test
    public void aWrongPasswordSendsNotOnePacketToTheIssuer() {
        setPassword();
        anna.password = Secret.random(rig.random, 32);
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
    }

    @Test
    public void aMissingPasswordIsAWrongOne() {
        setPassword();
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
    }

    @Test
    public void wrongPasswordsSlowDownTheGrantThatGuessesAndNobodyElse() {
        Secret right = setPassword();
        Caller bert = Caller.invited(rig, remote, new EquipmentId("bert"));
        bert.connectionId = 1_000;
        bert.key = Rig.IDENTITIES.create().fingerprint();
        bert.address = new InetSocketAddress("8.8.4.4", 45_000);
        anna.password = Secret.random(rig.random, 32);
        for (int i = 0; i < 3; i++) {
            rig.pass(Duration.ofSeconds(4));
            anna.ring(RingSystem.CERTIFIED);
            anna.assertRefused("wrong password");
        }
        anna.password = right;
        rig.pass(Duration.ofSeconds(1));
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("too soon after wrong passwords of this grant");
        bert.password = right;
        bert.answeredRing(RingSystem.CERTIFIED);
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void aWrongPasswordRungOnceMoreOverTheOtherFamilyCountsOnce() {
        Secret right = setPassword();
        anna.password = Secret.random(rig.random, 32);
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
        anna.firstTry = Optional.of(anna.nonce);
        rig.pass(Duration.ofSeconds(5));
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password, as in this ring's first try");
        assertEquals("it is not judged, so it tells nothing", 2, rig.counted("ring.refused-password"));
        anna.password = right;
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password, as in this ring's first try");
        anna.firstTry = Optional.empty();
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void anotherGuessCountsWhateverFirstTryItNames() {
        setPassword();
        anna.password = Secret.random(rig.random, 32);
        anna.ring(RingSystem.CERTIFIED);
        RingNonce first = anna.nonce;
        anna.firstTry = Optional.of(RingNonce.random(rig.random));
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
        rig.pass(Duration.ofMillis(500));
        anna.firstTry = Optional.of(first);
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("too soon after wrong passwords of this grant");
    }

    @Test
    public void aSecondTryOfARingThatWasNotRefusedForItsPasswordIsJudged() {
        anna.password = setPassword();
        anna.address = new InetSocketAddress("192.168.1.77", 45_000);
        anna.ring(RingSystem.CERTIFIED);
        anna.assertReport(Outcome.REFUSED);
        anna.firstTry = Optional.of(anna.nonce);
        anna.address = Caller.HERE;
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void passwordAndCertifiedAreJudgedAlike() {
        rig.feed(new AcceptorEvent.Configure(settings(Set.of(RingSystem.PASSWORD, RingSystem.CERTIFIED))));
        anna.password = setPassword();
        for (RingSystem system : List.of(RingSystem.PASSWORD, RingSystem.CERTIFIED)) {
            anna.answeredRing(system);
            assertEquals(system, rig.core.stories().get(0).system());
        }
        anna.password = Secret.random(rig.random, 32);
        anna.ring(RingSystem.PASSWORD);
        anna.assertRefused("wrong password");
        rig.pass(Duration.ofSeconds(2));
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("wrong password");
        anna.ring(RingSystem.PASSWORD);
        anna.assertRefused("too soon after wrong passwords of this grant");
    }

    @Test
    public void wherePasswordIsListedAloneCertifiedIsRefused() {
        rig.feed(new AcceptorEvent.Configure(settings(Set.of(RingSystem.PASSWORD))));
        anna.password = setPassword();
        anna.ring(RingSystem.CERTIFIED);
        anna.assertRefused("the equipment does not answer the system certified");
    }

    @Test
    public void noSecondRequestButOneOfTheSystemDatagramComesByDatagram() {
        rig.feed(new AcceptorEvent.Configure(settings(Set.of(RingSystem.values()))));
        anna.password = setPassword();
        for (RingSystem system : List.of(RingSystem.CALL_BACK, RingSystem.PASSWORD, RingSystem.CERTIFIED)) {
            rig.pass(Duration.ofSeconds(1));
            rig.actions.clear();
            rig.send(remote.datagramRing(anna.connectionId++, anna.second(system)));
            rig.none(Rig.DialIssuer.class);
            assertEquals(
                    "a request of the system " + system.label() + " does not come by datagram",
                    rig.core.stories().get(0).ended().orElseThrow().reason());
        }
    }

    @Test
    public void withoutAStoredPasswordTheSystemsThatAskForItAreRefused() {
        rig.feed(new AcceptorEvent.Configure(settings(Set.of(RingSystem.PASSWORD, RingSystem.CERTIFIED))));
        anna.password = Secret.random(rig.random, 32);
        for (RingSystem system : List.of(RingSystem.PASSWORD, RingSystem.CERTIFIED)) {
            anna.ring(system);
            anna.assertRefused("no password is stored for this equipment");
        }
        assertEquals(
                List.of("lamp-1: answers a system that asks for the password, and none is set"),
                rig.core.warnings(rig.now()));
    }

    @Test
    public void aSystemThatTheOwnerDidNotListIsRefused() {
        setPassword();
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the equipment does not answer the system call-back");
    }

    @Test
    public void aDatagramRequestThatComesByTcpIsRefused() {
        rig.feed(new AcceptorEvent.Configure(settings(Set.of(RingSystem.DATAGRAM))));
        anna.ring(RingSystem.DATAGRAM);
        anna.assertRefused("a request of the system datagram does not come on a second TCP connection");
    }

    @Test
    public void aWrongGrantProofIsRefusedAndCountsForNobody() {
        anna.password = setPassword();
        anna.wrongProof = true;
        for (int i = 0; i < 5; i++) {
            anna.ring(RingSystem.CERTIFIED);
            anna.assertRefused("the proof of the grant of anna is wrong");
            assertEquals(
                    "nobody is proved",
                    Optional.empty(),
                    rig.core.stories().get(0).person());
        }
        anna.wrongProof = false;
        anna.answeredRing(RingSystem.CERTIFIED);
    }

    @Test
    public void withoutGrantNobodyComesIn() {
        rig.disk.get(Records.GRANTS).clear();
        rig.restart();
        remote = rig.register(Rig.LAMP);
        anna = again(anna);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("there is no such grant");
        assertEquals(Optional.empty(), rig.core.stories().get(0).person());
    }

    @Test
    public void aBoxForOtherEquipmentOrAnotherRingDoesNotOpen() {
        Message second = anna.second(RingSystem.CALL_BACK);
        anna.nonce = RingNonce.random(rig.random);
        anna.ring(Message.of(MessageKind.SECOND_REQUEST, second.transaction())
                .with(Attributes.TARGET_ID, Rig.LAMP)
                .with(Attributes.RING_NONCE, anna.nonce)
                .with(Attributes.XOR_PEER_ADDRESS, Caller.HERE)
                .with(Attributes.BOX, second.get(Attributes.BOX))
                .build());
        anna.assertRefused("the issuer's box does not open: made for another key, equipment or ring, or changed");
    }

    @Test
    public void aChangedBoxIsRefusedWhicheverByteIsChanged() {
        Message second = anna.second(RingSystem.CALL_BACK);
        byte[] box = second.get(Attributes.BOX);
        for (int i = 0; i < box.length; i += 7) {
            byte[] changed = box.clone();
            changed[i] ^= 1;
            Message request = anna.wakeUp();
            rig.receive(
                    anna.bind,
                    Message.of(MessageKind.SECOND_REQUEST, request.transaction())
                            .with(Attributes.TARGET_ID, Rig.LAMP)
                            .with(Attributes.RING_NONCE, RingNonce.random(rig.random))
                            .with(Attributes.XOR_PEER_ADDRESS, Caller.HERE)
                            .with(Attributes.BOX, changed)
                            .build());
            rig.none(Rig.DialIssuer.class);
        }
        assertEquals((box.length + 6) / 7, rig.counted("ring.refused-box"));
    }

    @Test
    public void anotherTargetIsRefused() {
        anna.nonce = RingNonce.random(rig.random);
        anna.ring(anna.second(RingSystem.CALL_BACK, anna.nonce, Rig.THERMOSTAT));
        anna.assertRefused("the request is for other equipment");
    }

    @Test
    public void aRingIsAnsweredOnce() {
        Message second = anna.second(RingSystem.CALL_BACK);
        anna.ring(second);
        rig.take(Rig.DialIssuer.class);
        anna.ring(second);
        rig.none(Rig.DialIssuer.class);
        anna.assertReport(Outcome.REFUSED);
        assertEquals(1, rig.counted("ring.refused-repeated"));
        assertEquals(1, rig.core.stories().size());
    }

    @Test
    public void aPrivateAddressIsNotDialledUnlessTheOwnerNamedItsNetwork() {
        anna.address = new InetSocketAddress("192.168.1.77", 45_000);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the issuer's address 192.168.1.77 is not global unicast (expected: one that is, or its"
                + " network in the key dialable)");
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(), Map.of(), List.of(Network.parse("192.168.1.0/24")), CallLimits.DEFAULT)));
        anna.answeredRing(RingSystem.CALL_BACK);
        assertTrue(rig.core.warnings(rig.now()).get(0).startsWith("dialable: "));
    }

    @Test
    public void theServersAddressIsNotDialled() {
        anna.address = new InetSocketAddress(Rig.ADDRESS.getAddress(), 45_000);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the issuer's address is the server's");
    }

    @Test
    public void theGatewaysOwnAddressIsNotDialled() {
        rig.feed(new AcceptorEvent.OwnAddresses(Set.of(Caller.HERE.getAddress())));
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the issuer's address is this gateway's own");
    }

    @Test
    public void theRoutersAddressWhereTheServerSeesTheGatewayIsNotDialled() {
        anna.address = new InetSocketAddress(Rig.REFLEXIVE.getAddress(), 45_000);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the issuer's address is this gateway's own");
    }

    @Test
    public void aPersonWhoOpensAPageASecondIsCalledBackAndTheStorySaysWhenItWasTooMany() {
        allow(new CallLimits(5, 64, 64));
        for (int i = 0; i < 5; i++) {
            anna.answeredRing(RingSystem.CALL_BACK);
        }
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("too many dials: 5 call-backs of this person in a minute (key dials-per-minute); the next in"
                + " 56 s");
        assertEquals(1, rig.counted("ring.refused-dials"));
        remote.live(Duration.ofMinutes(1));
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    @Test
    public void theDefaultServesAPersonWhoOpensTwelvePagesAMinute() {
        for (int i = 0; i < 12; i++) {
            long call = anna.answeredRing(RingSystem.CALL_BACK);
            rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "closed by the issuer"));
        }
    }

    @Test
    public void moreCallBacksThanAllowedAreRefused() {
        allow(new CallLimits(60, 1, 8));
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("as many call-backs stand as this gateway allows (key calls)");
        rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "closed by the issuer"));
        anna.answeredRing(RingSystem.CALL_BACK);
    }

    private void allow(CallLimits limits) {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(Map.of(), Map.of(), List.of(), limits)));
    }

    @Test
    public void aRefusalForALimitOfTheGatewaySaysThatItIsBusyAndNoOtherDoes() {
        rig.feed(new AcceptorEvent.Configure(
                new AcceptorSettings(Map.of(), Map.of(), List.of(), new CallLimits(1, 1, 1))));
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        anna.ring(RingSystem.CALL_BACK);
        assertTrue("calls", anna.refusal().find(Attributes.BUSY).isPresent());
        rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "closed by the issuer"));
        anna.ring(RingSystem.CALL_BACK);
        assertTrue("dials", anna.refusal().find(Attributes.BUSY).isPresent());
        anna.wrongProof = true;
        anna.ring(RingSystem.CALL_BACK);
        assertTrue("a wrong proof", anna.refusal().find(Attributes.BUSY).isEmpty());
    }

    @Test
    public void anotherKeyAtTheIssuersAddressIsReported() {
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.WRONG_KEY, "another key"));
        rig.pass(Duration.ofSeconds(5));
        anna.assertReport(Outcome.WRONG_KEY);
        assertEquals(
                "another key", rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    @Test
    public void aConnectionToAnotherKeyIsCutEvenIfTheProtectionLetItPass() {
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.establish(dial.connection(), Rig.SERVER_KEY, Caller.HERE);
        rig.take(Action.Abort.class);
        rig.pass(Duration.ofSeconds(5));
        anna.assertReport(Outcome.WRONG_KEY);
    }

    @Test
    public void anIssuerThatRefusesIsReported() {
        anna.ring(RingSystem.CALL_BACK);
        Action.Send asked = anna.reached();
        rig.receive(
                asked.connection(),
                Message.of(MessageKind.REFUSED, asked.message().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        rig.none(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.REFUSED);
    }

    @Test
    public void anAcceptanceOfAnotherRingIsNone() {
        anna.ring(RingSystem.CALL_BACK);
        Action.Send asked = anna.reached();
        anna.nonce = RingNonce.random(rig.random);
        anna.accept(asked);
        rig.none(AcceptorAction.HandOver.class);
        anna.assertReport(Outcome.UNREACHABLE);
    }

    @Test
    public void anIssuerThatDoesNotAnswerIsGivenFiveSeconds() {
        anna.ring(RingSystem.CALL_BACK);
        Action.Send asked = anna.reached();
        rig.pass(Duration.ofMillis(4_999));
        rig.none(Action.Abort.class);
        rig.pass(Duration.ofMillis(1));
        assertEquals(asked.connection(), rig.take(Action.Abort.class).connection());
        anna.assertReport(Outcome.UNREACHABLE);
    }

    @Test
    public void anAddressWhereNobodyAnswersIsGivenFiveSecondsAndOneDial() {
        anna.ring(RingSystem.CALL_BACK);
        rig.take(Rig.DialIssuer.class);
        rig.pass(Duration.ofSeconds(5));
        anna.assertReport(Outcome.UNREACHABLE);
        rig.pass(Duration.ofSeconds(60));
        rig.none(Rig.DialIssuer.class);
    }

    @Test
    public void aCallBackGoesOnWhenTheServerLeaves() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        Action.Send asked = anna.reached();
        rig.feed(new Event.Closed(anna.bind, CloseReason.Kind.BROKEN, "reset"));
        anna.accept(asked);
        rig.take(AcceptorAction.HandOver.class);
    }

    @Test
    public void onlyTheWantedEquipmentIsWoken() {
        rig.join(Rig.THERMOSTAT);
        Rig.Remote thermostat = rig.register(Rig.THERMOSTAT);
        rig.actions.clear();
        rig.send(thermostat.wakeUp(1));
        assertEquals(
                List.of(Rig.THERMOSTAT),
                rig.all(Rig.DialServer.class).stream().map(Rig.DialServer::self).toList());
    }

    @Test
    public void wakeUpsThatAreNotProvedAreIgnored() {
        TransactionId answered = remote.registration.transaction();
        rig.actions.clear();
        rig.send(remote.wakeUp(1, answered, remote.mac(MacUse.REGISTERED)));
        rig.send(remote.wakeUp(2, answered, Secret.random(rig.random, 32)));
        rig.send(remote.wakeUp(3, TransactionId.random(rig.random), remote.mac(MacUse.WAKE_UP)));
        rig.send(remote.wakeUp(4), new InetSocketAddress("9.9.9.9", 3479));
        rig.none(Rig.DialServer.class);
        assertEquals(2, rig.counted("udp.wake-up-not-proved"));
        assertEquals(1, rig.counted("udp.unknown-registration"));
        assertEquals(1, rig.counted("udp.foreign-source"));
    }

    @Test
    public void aWakeUpWithAnyByteChangedIsIgnored() {
        byte[] wakeUp = remote.wakeUp(9);
        rig.actions.clear();
        for (int i = 0; i < wakeUp.length; i++) {
            byte[] changed = wakeUp.clone();
            changed[i] ^= 0x10;
            rig.send(changed);
            rig.send(Arrays.copyOf(wakeUp, i));
        }
        rig.none(Rig.DialServer.class);
        rig.send(wakeUp);
        rig.take(Rig.DialServer.class);
    }

    @Test
    public void aRepeatedWakeUpIsAnsweredOnce() {
        rig.send(remote.wakeUp(9));
        rig.actions.clear();
        rig.send(remote.wakeUp(9));
        rig.none(Rig.DialServer.class);
        assertEquals(1, rig.counted("wake-up.repeated"));
    }

    @Test
    public void aWakeUpMayAnswerOneOfTheLastFourRegistrations() {
        TransactionId first = remote.registration.transaction();
        for (int i = 0; i < 3; i++) {
            rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
            remote.answerRegistration();
        }
        rig.actions.clear();
        rig.send(remote.wakeUp(1, first, remote.mac(MacUse.WAKE_UP)));
        rig.take(Rig.DialServer.class);
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        remote.answerRegistration();
        rig.actions.clear();
        rig.send(remote.wakeUp(2, first, remote.mac(MacUse.WAKE_UP)));
        rig.none(Rig.DialServer.class);
    }

    @Test
    public void aRefusedBindEndsQuietly() {
        Message bind = anna.wakeUp();
        rig.receive(
                anna.bind,
                Message.of(MessageKind.BIND_REFUSED, bind.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.BAD_REQUEST)
                        .build());
        assertEquals(anna.bind, rig.take(Action.Close.class).connection());
        assertEquals(List.of(), rig.core.stories());
    }

    @Test
    public void aMalformedMessageOfTheServerEndsTheConnection() {
        anna.wakeUp();
        rig.feed(new Event.Malformed(anna.bind, Optional.empty(), "BOX: missing"));
        assertEquals(anna.bind, rig.take(Action.Abort.class).connection());
    }

    @Test
    public void nothingIsLeftBehindByRings() {
        for (int i = 0; i < 5; i++) {
            long call = anna.answeredRing(RingSystem.CALL_BACK);
            rig.feed(new Event.Closed(call, CloseReason.Kind.CLOSED_THERE, "over"));
        }
        assertEquals(0, rig.equipment().get(0).calls());
        rig.actions.clear();
        rig.await(Action.class, Duration.ofSeconds(25));
        assertEquals(1, rig.actions.size());
        rig.take(AcceptorAction.ToServer.class);
    }

    private Secret setPassword() {
        Secret information = Secret.random(rig.random, 32);
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), information));
        rig.take(Action.Completed.class);
        return information;
    }

    private static AcceptorSettings settings(Set<RingSystem> systems) {
        return new AcceptorSettings(Map.of(Rig.LAMP, systems), Map.of(), List.of(), CallLimits.DEFAULT);
    }

    /** The same person after equipment registered anew. */
    private Caller again(Caller before) {
        return before.at(remote);
    }

    @Test
    public void itsServerIsNeverDialledFromTheMomentOnThatItHasJoined() {
        Rig fresh = new Rig();
        fresh.join(Rig.LAMP);
        fresh.feed(new Event.Tick());
        Rig.Remote leased = fresh.lease(fresh.take(Rig.DialServer.class));
        leased.answerRegistrations();
        assertServerRefused(Caller.invited(fresh, leased, Rig.ANNA));
    }

    @Test
    public void itsServerIsNeverDialledOnceItsNameIsFoundAgain() {
        rig.restart();
        assertServerRefused(anna.at(rig.register(Rig.LAMP)));
    }

    private static void assertServerRefused(Caller caller) {
        caller.address = new InetSocketAddress(Rig.ADDRESS.getAddress(), 45_000);
        caller.ring(RingSystem.CALL_BACK);
        caller.assertRefused("the issuer's address is the server's");
    }
}
