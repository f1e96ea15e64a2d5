package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Stories;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCode;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** Rings that are refused here or end without an answer: each with its true reason, and nothing is left behind. */
public class UnansweredRingTest {
    private static final RingNonce OTHER_NONCE = RingNonce.of(new byte[RingNonce.LENGTH]);

    private CoreRig rig = new CoreRig();

    private void assertNothingIsLeft() {
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
        List<Long> stopped = rig.all(IssuerAction.StopListening.class).stream()
                .map(IssuerAction.StopListening::listener)
                .toList();
        for (IssuerAction.Listen listen : rig.all(IssuerAction.Listen.class)) {
            assertTrue("listener " + listen.listener() + " stands", stopped.contains(listen.listener()));
        }
    }

    private static void assertSays(String text, String part) {
        assertTrue("'" + text + "' does not say '" + part + "'", text.contains(part));
    }

    // ---- refused by this side, before anybody is asked

    @Test
    public void withoutAGrantNobodyIsAsked() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        assertSays(rig.failure(ring), "no grant for lamp-1 is kept here (expected: first accept-grant");
        assertEquals(1, rig.actions.size());
    }

    @Test
    public void aSystemThatTheGrantLacksIsRefused() {
        rig.granted(RingSystem.CALL_BACK, RingSystem.PASSWORD);
        long ring = rig.ring(RingSystem.DATAGRAM);
        assertSays(rig.failure(ring), "the grant for lamp-1 does not allow datagram (expected: call-back or password)");
        assertEquals(1, rig.actions.size());
    }

    @Test
    public void aServiceThatAGrantOfSomeLacksIsRefusedWithThoseThatItHas() {
        Set<RingSystem> systems = Set.of(RingSystem.CALL_BACK);
        rig.granted(rig.grant(systems, new GrantTerms(List.of("vnc", "ssh"), true, Optional.of(Instant.EPOCH))));
        long ring = rig.ring(RingSystem.CALL_BACK);
        assertEquals("service: 'http' is not in the grant for lamp-1 (expected: ssh or vnc)", rig.failure(ring));
        assertEquals(1, rig.actions.size());
        rig.granted(rig.grant(systems, new GrantTerms(List.of("http", "ssh"), true, Optional.of(Instant.EPOCH))));
        rig.ring(RingSystem.CALL_BACK);
        assertEquals(
                "whether it ended the gateway says",
                1,
                rig.all(IssuerAction.RingBegan.class).size());
        rig.restarted(IssuerSettings.DEFAULT);
        rig.granted(rig.grant(systems, new GrantTerms(List.of("ssh"), false, Optional.empty())));
        rig.ring(RingSystem.CALL_BACK);
        assertEquals(
                "what a grant of all lists is for information",
                1,
                rig.all(IssuerAction.RingBegan.class).size());
    }

    @Test
    public void aSystemWithPasswordIsRefusedWithoutOne() {
        rig.granted(RingSystem.PASSWORD);
        long ring = rig.ring(Optional.empty());
        assertSays(rig.failure(ring), "(expected: first password lamp-1)");
    }

    @Test
    public void moreRingsThanConfiguredAreRefusedUntilOneEnds() {
        rig = new CoreRig(new IssuerSettings(2, 64, Optional.empty(), Optional.empty())).granted(RingSystem.CALL_BACK);
        long first = rig.ring(RingSystem.CALL_BACK);
        rig.ring(RingSystem.CALL_BACK);
        assertSays(rig.failure(rig.ring(RingSystem.CALL_BACK)), "at most 2");
        rig.feed(new IssuerEvent.GiveUp(first));
        rig.actions.clear();
        rig.ring(RingSystem.CALL_BACK);
        assertEquals(List.of(), rig.all(Action.Refused.class));
    }

    @Test
    public void moreCallBacksThanConfiguredAreRefusedUntilOneIsOver() {
        rig = new CoreRig(new IssuerSettings(16, 1, Optional.empty(), Optional.empty())).granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        assertSays(rig.failure(rig.ring(RingSystem.CALL_BACK)), "at most 1");
        rig.closed(2, CloseReason.Kind.CLOSED_THERE, "closed");
        rig.actions.clear();
        rig.ring(RingSystem.CALL_BACK);
        assertEquals(List.of(), rig.all(Action.Refused.class));
    }

    // ---- the server

    @Test
    public void everyErrorCodeEndsTheRingInWords() {
        rig.granted(RingSystem.CALL_BACK);
        for (ErrorCode code : ErrorCodes.all()) {
            long ring = rig.ringAsked(RingSystem.CALL_BACK);
            rig.connectRefused(code.code());
            assertSays(rig.ended(ring).steps().toString(), "server refuses, at=PT0S, detail=" + code.code());
            assertFalse(rig.ended(ring).ended().orElseThrow().advice().isEmpty());
            assertNothingIsLeft();
        }
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectRefused(ErrorCodes.FORBIDDEN);
        assertEquals("The server does not let this issuer ask for lamp-1", rig.reason(ring));
    }

    @Test
    public void aServerThatKnowsAnotherKeyIsGivenUp() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(CoreRig.CA);
        assertSays(rig.reason(ring), "another key than the grant");
        assertEquals(Long.valueOf(1), rig.core.counters().get(IssuerMetric.SERVER_OTHER_KEY.id()));
        assertNothingIsLeft();
    }

    @Test
    public void aServerThatCannotBeReachedIsToldAddressByAddress() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.closed(rig.dialled(), CloseReason.Kind.REFUSED, "refused");
        rig.closed(rig.dialled(), CloseReason.Kind.TIMED_OUT, "timeout");
        String why = rig.reason(ring);
        assertSays(why, "192.0.2.1:3478): nobody listens there");
        assertSays(why, "[2001:db8::1]:3478): no answer in time");
        assertNothingIsLeft();
    }

    @Test
    public void aNameThatCannotBeResolvedIsTold() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.feed(new Event.Resolved(rig.last(Action.Resolve.class).server(), "server.example: no such name"));
        assertEquals("The server could not be found: server.example: no such name", rig.reason(ring));
        assertNothingIsLeft();
    }

    @Test
    public void aLocalAddressLimitsTheFamily() throws Exception {
        rig = new CoreRig(
                        new IssuerSettings(16, 64, Optional.of(InetAddress.getByName("192.0.2.77")), Optional.empty()))
                .granted(RingSystem.CALL_BACK);
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V6);
        assertSays(rig.reason(ring), "not of the family of local = 192.0.2.77");
    }

    @Test
    public void aConnectionLostBeforeTheAnswerTwiceEndsTheRing() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "connection reset");
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "connection reset");
        assertEquals(
                "The server did not pass the ring on: the connection to it was lost: connection reset",
                rig.reason(ring));
        assertNothingIsLeft();
    }

    @Test
    public void aConnectionLostAfterTheAnswerLeavesTenSecondsForTheCallBack() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "connection reset");
        rig.pass(Duration.ofSeconds(9));
        assertEquals(List.of(), rig.all(IssuerAction.RingEnded.class));
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertNothingIsLeft();

        ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.closed(rig.dialled(), CloseReason.Kind.BROKEN, "connection reset");
        rig.pass(Duration.ofSeconds(10));
        rig.closed(rig.dialled(), CloseReason.Kind.NOT_DIALLED, "no socket");
        rig.resolve(CoreRig.V4);
        assertSays(rig.reason(ring), "no result came: the connection to the server was lost: connection reset");
        assertNothingIsLeft();
    }

    @Test
    public void aServerThatSaysReachedIsNotBelieved() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.REACHED);
        rig.pass(Duration.ofSeconds(10));
        assertSays(rig.reason(ring), "none was accepted here");
        assertNothingIsLeft();
    }

    @Test
    public void anAnswerToAnotherRequestEndsTheRing() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.fromServer(Message.of(MessageKind.CONNECT_REFUSED, TransactionId.random(rig.random))
                .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                .build());
        assertSays(rig.reason(ring), "no place here: Connect Refused");
        assertNothingIsLeft();
    }

    @Test
    public void malformedBytesOfTheServerEndTheRing() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new Event.Malformed(rig.dialled(), Optional.empty(), "CONNECTION-ID: missing"));
        assertSays(rig.reason(ring), "malformed: CONNECTION-ID: missing");
        assertNothingIsLeft();
    }

    @Test
    public void nothingWithinSixtySecondsEndsTheRing() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.pass(Duration.ofSeconds(59));
        assertEquals(List.of(), rig.all(IssuerAction.RingEnded.class));
        rig.pass(Duration.ofSeconds(1));
        assertEquals("The server did not pass the ring on: no answer within 60 s", rig.reason(ring));
        assertNothingIsLeft();
    }

    @Test
    public void aRingIsGivenUpOnCommandAndWhenTheIssuerStops() {
        rig.granted(RingSystem.CALL_BACK);
        long first = rig.ringAsked(RingSystem.CALL_BACK);
        long second = rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.GiveUp(first));
        assertEquals("The ring was ended here: hung up before it was answered", rig.reason(first));
        rig.feed(new IssuerEvent.Stop());
        assertEquals("The ring was ended here: this issuer is stopped", rig.reason(second));
        assertNothingIsLeft();
    }

    // ---- the other address family

    private long notReachedOverIpv4() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        return ring;
    }

    private Optional<RingNonce> firstTry() {
        return CoreRig.RINGS
                .openBox(CoreRig.SEALING, LAMP, rig.nonce(), rig.connect().get(Attributes.BOX))
                .orElseThrow()
                .content()
                .firstTry();
    }

    @Test
    public void aFirstTryNamesNoOther() {
        notReachedOverIpv4();
        assertEquals(Optional.empty(), firstTry());
    }

    @Test
    public void whatWasNotReachedRingsOnceMoreOverTheOtherFamily() {
        long ring = notReachedOverIpv4();
        RingNonce first = rig.nonce();
        long firstListener = rig.last(IssuerAction.Listen.class).listener();
        rig.result(Outcome.NOT_REACHED);
        assertEquals(List.of(), rig.all(IssuerAction.RingEnded.class));
        assertEquals(firstListener, rig.last(IssuerAction.StopListening.class).listener());
        assertEquals(CoreRig.V6, rig.dialledTo());
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        assertNotEquals("the acceptor takes a nonce once", first, rig.nonce());
        assertEquals("the box says which ring it is", Optional.of(first), firstTry());
        assertEquals(CoreRig.LOCAL_V6, rig.connect().get(Attributes.CALLBACK_ADDRESS));
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertEquals("one story, under the first nonce", first, rig.ended(ring).nonce());
        assertSays(rig.ended(ring).steps().toString(), "ringing once more over IPv6");
        assertEquals(1, rig.core.stories().size());
    }

    @Test
    public void aSecondNotReachedIsTheEnd() {
        long ring = notReachedOverIpv4();
        rig.result(Outcome.NOT_REACHED);
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.result(Outcome.NOT_REACHED);
        assertSays(rig.reason(ring), "The gateway of lamp-1 did not come through");
        assertEquals(2, rig.all(Action.Dial.class).size());
        assertNothingIsLeft();
    }

    @Test
    public void noAnswerOfTheAcceptorRingsOnceMoreToo() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V6, CoreRig.V4);
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectRefused(ErrorCodes.NO_ANSWER);
        assertEquals(CoreRig.V4, rig.dialledTo());
    }

    @Test
    public void withOneFamilyOnlyNotReachedIsTheEnd() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        assertSays(rig.reason(ring), "The gateway of lamp-1 did not come through");
        assertNothingIsLeft();
    }

    // ---- who comes to the listener

    @Test
    public void withoutAPendingRingNobodyIsLetIn() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.GiveUp(ring));
        rig.actions.clear();
        rig.feed(new IssuerEvent.Incoming(2, 1, CoreRig.ACCEPTOR));
        assertEquals(List.of(new Action.Abort(2)), rig.actions);
    }

    @Test
    public void aCallBackThatNamesAnotherRingIsRefusedAndTheRightOneStillTaken() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.communicationRequest(2, OTHER_NONCE, LAMP);
        assertEquals(
                Integer.valueOf(ErrorCodes.FORBIDDEN),
                rig.lastSent(MessageKind.REFUSED).get(Attributes.ERROR_CODE));
        assertEquals(2, rig.last(Action.Close.class).connection());
        rig.communicationRequest(2, rig.nonce(), LAMP);
        assertEquals("refused is refused", List.of(), rig.all(IssuerAction.HandOver.class));
        rig.closed(2, CloseReason.Kind.CLOSED_HERE, "closed");
        rig.callBack(4);
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void aConnectionOfAnotherKeyIsCutEvenIfTheProtectionLetItPass() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.feed(new Event.Established(
                2,
                new PeerFacts(
                        CoreRig.CA,
                        CoreRig.BINDING,
                        "tls13",
                        CoreRig.GROUP,
                        List.of(),
                        CoreRig.LOCAL,
                        CoreRig.ACCEPTOR)));
        assertEquals(2, rig.last(Action.Abort.class).connection());
        rig.communicationRequest(2, rig.nonce(), LAMP);
        assertEquals(List.of(), rig.all(IssuerAction.HandOver.class));
        rig.callBack(4);
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void aCallBackThatNamesOtherEquipmentIsRefused() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.communicationRequest(2, rig.nonce(), new EquipmentId("lamp-2"));
        rig.lastSent(MessageKind.REFUSED);
        assertEquals(List.of(), rig.all(IssuerAction.HandOver.class));
    }

    @Test
    public void aMalformedCommunicationRequestGetsItsAnswerAndTheConnectionCloses() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        Message refusal = Message.of(MessageKind.REFUSED, TransactionId.random(rig.random))
                .with(Attributes.ERROR_CODE, ErrorCodes.UNKNOWN_ATTRIBUTE)
                .build();
        rig.feed(new Event.Malformed(2, Optional.of(refusal), "attribute 0x5eff: not understood"));
        assertEquals(refusal, rig.last(Action.Send.class).message());
        assertEquals(2, rig.last(Action.Close.class).connection());
    }

    @Test
    public void aFifthHandshakeAtOnceIsDropped() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        for (long connection = 2; connection <= 8; connection += 2) {
            rig.incoming(connection);
        }
        assertEquals(4, rig.all(IssuerAction.AnswerCall.class).size());
        rig.incoming(10);
        assertEquals(10, rig.last(Action.Abort.class).connection());
        rig.closed(2, CloseReason.Kind.PROTECTION, "another key");
        rig.callBack(12);
        assertEquals(1, rig.all(IssuerAction.HandOver.class).size());
    }

    @Test
    public void aConnectionThatSaysNothingIsDroppedAfterFiveSeconds() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.pass(Duration.ofMillis(4_999));
        assertEquals(List.of(), rig.all(Action.Abort.class));
        rig.pass(Duration.ofMillis(1));
        assertEquals(2, rig.last(Action.Abort.class).connection());
        rig.communicationRequest(2, rig.nonce(), LAMP);
        assertEquals(List.of(), rig.all(IssuerAction.HandOver.class));
    }

    @Test
    public void strangersAtTheListenerAreCountedAndMentionedButWriteNoSteps() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        int steps = rig.core.stories().get(0).steps().size();
        for (long connection = 2; connection < 200; connection += 2) {
            rig.incoming(connection);
            rig.closed(connection, CloseReason.Kind.PROTECTION, "another key");
        }
        assertEquals(steps, rig.core.stories().get(0).steps().size());
        rig.pass(Duration.ofSeconds(60));
        assertSays(rig.ended(ring).steps().toString(), "99 connection(s) came that did not prove the key of lamp-1");
        assertEquals(Long.valueOf(99), rig.core.counters().get(IssuerMetric.CALLS_UNPROVED.id()));
    }

    // ---- stories

    @Test
    public void theLatest256StoriesAreKeptLatestFirst() {
        rig.granted(RingSystem.CALL_BACK);
        RingNonce latest = OTHER_NONCE;
        for (int i = 0; i < Stories.MAX + 5; i++) {
            long ring = rig.ring(RingSystem.CALL_BACK);
            latest = rig.last(IssuerAction.RingBegan.class).nonce();
            rig.feed(new IssuerEvent.GiveUp(ring));
        }
        assertEquals(Stories.MAX, rig.core.stories().size());
        assertEquals(latest, rig.core.stories().get(0).nonce());
        assertFalse(rig.core.stories().get(0).answered());
    }
}
