package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Action;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** A ring that was not answered ends with the reason of the attempt that got furthest, and says what to do. */
public class TrueReasonTest {
    private final CoreRig rig = new CoreRig();

    @Before
    public void granted() {
        rig.granted(RingSystem.CALL_BACK);
    }

    /** A first attempt over IPv4 that was passed on, where the server has an IPv6 address too. */
    private long passedOn() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        return ring;
    }

    private void assertEnded(long ring, RingReason reason, String detail, Duration retry) {
        assertEquals(
                Optional.of(new RingStory.End(false, reason.happened(LAMP, detail), reason.advice(LAMP, retry))),
                rig.ended(ring).ended());
    }

    private void assertEnded(long ring, RingReason reason) {
        assertEnded(ring, reason, "", Duration.ZERO);
    }

    @Test
    public void whoseEnrolmentEndedIsToldBesideTheCode() {
        Map<EndedEnrolment, RingReason> reasons = Map.of(
                EndedEnrolment.SUSPENDED, RingReason.ISSUER_SUSPENDED,
                EndedEnrolment.REVOKED, RingReason.ISSUER_REVOKED,
                EndedEnrolment.EQUIPMENT, RingReason.EQUIPMENT_ENDED);
        reasons.forEach((ended, reason) -> {
            long ring = rig.ringAsked(RingSystem.CALL_BACK);
            rig.fromServer(Message.of(MessageKind.CONNECT_REFUSED, rig.connect().transaction())
                    .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                    .with(Attributes.ENDED_ENROLMENT, ended)
                    .build());
            assertEnded(ring, reason);
        });
    }

    @Test
    public void whatTheGatewayTellsIsTheEndAndIsNotTriedOverTheOtherFamily() {
        for (RingReason reason : List.of(
                RingReason.NOT_ALLOWED,
                RingReason.WRONG_PASSWORD,
                RingReason.TOO_SOON,
                RingReason.DIAL_LIMIT,
                RingReason.CALL_LIMIT,
                RingReason.GATEWAY_TROUBLE)) {
            long ring = passedOn();
            int dials = rig.all(Action.Dial.class).size();
            rig.notReached(new ToldReason(reason, Duration.ofSeconds(16)));
            assertEnded(ring, reason, "", Duration.ofSeconds(16));
            assertEquals(
                    "each try counts at the gateway",
                    dials,
                    rig.all(Action.Dial.class).size());
        }
    }

    @Test
    public void aFamilyInWhichTheServerCannotBeReachedDoesNotHideTheReason() {
        long ring = passedOn();
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.closed(rig.dialled(), CloseReason.Kind.NO_ROUTE, "no route");
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK);
    }

    @Test
    public void ofTwoAttemptsTheOneThatGotFurtherIsTold() {
        long ring = passedOn();
        rig.notReached(new ToldReason(RingReason.ADDRESS_REFUSED));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK);

        ring = passedOn();
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectRefused(ErrorCodes.QUOTA);
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK);
    }

    @Test
    public void anAddressWithoutARouteIsNotTriedAgainInTheSameRing() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V6, CoreRig.V4);
        rig.closed(rig.dialled(), CloseReason.Kind.NO_ROUTE, "no route");
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        int dials = rig.all(Action.Dial.class).size();
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        assertEnded(ring, RingReason.NO_ANSWER_FROM_NETWORK);
        assertEquals(dials, rig.all(Action.Dial.class).size());
    }

    @Test
    public void noRouteIsNotToldAsNobodyListening() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4);
        rig.closed(rig.dialled(), CloseReason.Kind.NO_ROUTE, "no route");
        assertEnded(
                ring,
                RingReason.SERVER_UNREACHABLE,
                "server.example (192.0.2.1:3478): this machine has no route to it",
                Duration.ZERO);
    }

    @Test
    public void whyTheServerIsNotThereHasItsOwnReasonAndSoItsOwnAdvice() {
        Map<CloseReason.Kind, RingReason> reasons = Map.of(
                CloseReason.Kind.REFUSED, RingReason.SERVER_DOWN,
                CloseReason.Kind.CLOSED_THERE, RingReason.SERVER_DOWN,
                CloseReason.Kind.TIMED_OUT, RingReason.SERVER_UNREACHABLE,
                CloseReason.Kind.BROKEN, RingReason.SERVER_UNREACHABLE,
                CloseReason.Kind.OVERLOADED, RingReason.SERVER_NOT_DIALLED,
                CloseReason.Kind.PROTECTION, RingReason.SERVER_STRANGE,
                CloseReason.Kind.BAD_CHAIN, RingReason.SERVER_CHAIN,
                CloseReason.Kind.WRONG_KEY, RingReason.SERVER_OTHER);
        reasons.forEach((kind, reason) -> {
            CoreRig fresh = new CoreRig();
            fresh.granted(RingSystem.CALL_BACK);
            long ring = fresh.ring(RingSystem.CALL_BACK);
            fresh.resolve(CoreRig.V4);
            fresh.closed(fresh.dialled(), kind, "DETAIL");
            if (kind == CloseReason.Kind.CLOSED_THERE || kind == CloseReason.Kind.BROKEN) {
                // It may have been exchanged just then.
                fresh.closed(fresh.dialled(), kind, "DETAIL");
            }
            String said = fresh.reason(ring);
            assertTrue(said, said.contains("server.example (192.0.2.1:3478): "));
            RingStory.End end = fresh.ended(ring).ended().orElseThrow();
            assertEquals(reason.advice(LAMP, Duration.ZERO), end.advice());
        });
    }

    @Test
    public void aReasonThatIsForgedOrOfAnotherRingSaysNothingAndIsNoFault() {
        long ring = passedOn();
        byte[] ofThisRing = rig.sealed(new ToldReason(RingReason.NOT_ALLOWED));
        byte[] forged = ofThisRing.clone();
        forged[40] ^= 1;
        rig.notReached(forged);
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.notReached(ofThisRing); // of the first attempt, which had another nonce and box
        assertEnded(ring, RingReason.NOT_REACHED);
        assertEquals(null, rig.core.counters().get(IssuerMetric.SERVER_UNEXPECTED.id()));
    }

    @Test
    public void anOlderGatewayGivesNoReason() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.NOT_REACHED);
        assertEnded(ring, RingReason.NOT_REACHED);
    }

    @Test
    public void whatTheServerKnowsOfTheGatewayIsTold() {
        assertAbsent(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.NO_LEASE), RingReason.NEVER_CAME);
        assertAbsent(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.SIGNED_OFF), RingReason.GATEWAY_OFF);
        assertAbsent(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.SILENT), RingReason.GATEWAY_SILENT);
        assertAbsent(ErrorCodes.NO_ANSWER, Optional.of(Absence.NO_ANSWER), RingReason.GATEWAY_NO_ANSWER);
        assertAbsent(ErrorCodes.NO_ANSWER, Optional.of(Absence.SILENT), RingReason.GATEWAY_SILENT);
        assertAbsent(ErrorCodes.FORBIDDEN, Optional.of(Absence.NOT_ALLOWED), RingReason.MAY_NOT_ASK);
        assertAbsent(ErrorCodes.FORBIDDEN, Optional.of(Absence.LOW_PORT), RingReason.LOW_PORT);
        // An older server says the code alone.
        assertAbsent(ErrorCodes.NOT_REGISTERED, Optional.empty(), RingReason.GATEWAY_SILENT);
        assertAbsent(ErrorCodes.NO_ANSWER, Optional.empty(), RingReason.GATEWAY_NO_ANSWER);
        assertAbsent(ErrorCodes.FORBIDDEN, Optional.empty(), RingReason.MAY_NOT_ASK);
    }

    @Test
    public void whatTheServerSaysOfARingThatItPassedOnIsTold() {
        assertResult(Absence.LOST, RingReason.GATEWAY_LOST);
        assertResult(Absence.NOT_ALLOWED, RingReason.MAY_NOT_ASK);
        assertResult(Absence.NO_ANSWER, RingReason.GATEWAY_NO_ANSWER);
    }

    private void assertResult(Absence why, RingReason reason) {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.fromServer(notReached().with(Attributes.ABSENCE, why).build());
        assertEnded(ring, reason);
    }

    @Test
    public void aRingThatLostItsPlaceMetTheServersLimit() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.fromServer(notReached()
                .with(Attributes.RETRY_AFTER, 5)
                .with(Attributes.ABSENCE, Absence.SILENT)
                .build());
        assertEnded(ring, RingReason.SERVER_LIMIT, "its place went to another issuer's ring", Duration.ofSeconds(5));
    }

    private Message.Builder notReached() {
        return Message.of(MessageKind.RESULT, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, rig.nonce())
                .with(Attributes.OUTCOME, Outcome.NOT_REACHED);
    }

    @Test
    public void aCallBackThatEndedBeforeItWasAcceptedIsTriedOverTheOtherFamily() {
        long ring = passedOn();
        rig.notReached(new ToldReason(RingReason.CALL_BACK_ENDED));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        rig.connectRefused(ErrorCodes.QUOTA);
        assertEnded(ring, RingReason.CALL_BACK_ENDED);
    }

    private void assertAbsent(int code, Optional<Absence> absence, RingReason reason) {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        Message.Builder refused = Message.of(
                        MessageKind.CONNECT_REFUSED, rig.connect().transaction())
                .with(Attributes.ERROR_CODE, code);
        absence.ifPresent(why -> refused.with(Attributes.ABSENCE, why));
        rig.fromServer(refused.build());
        assertEnded(ring, reason);
    }

    @Test
    public void theServersLimitSaysWhenToRingAgain() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.fromServer(Message.of(MessageKind.CONNECT_REFUSED, rig.connect().transaction())
                .with(Attributes.ERROR_CODE, ErrorCodes.QUOTA)
                .with(Attributes.RETRY_AFTER, 8)
                .build());
        assertEnded(
                ring,
                RingReason.SERVER_LIMIT,
                "it takes no more rings or connections of this issuer, or rings for lamp-1, now",
                Duration.ofSeconds(8));
    }

    @Test
    public void aPairThatIsSlowedDownIsToldForWhatAndNotThatTheServerIsAtALimit() {
        for (int i = 0; i < 3; i++) {
            passedOn();
            rig.notReached(new ToldReason(RingReason.WRONG_PASSWORD));
        }
        String refused = "lamp-1 refused the last 3 of this issuer";
        assertEnded(
                slowed(), RingReason.SLOWED_DOWN, refused + ", the latest for a wrong password", Duration.ofSeconds(2));
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(1_001);
        assertEnded(slowed(), RingReason.SLOWED_DOWN, refused, Duration.ofSeconds(2));
    }

    @Test
    public void whatMayBeRungIsListedWithWhyItsLatestRingWasRefusedUntilOneIsAnswered() {
        passedOn();
        rig.notReached(new ToldReason(RingReason.NOT_ALLOWED));
        assertEquals(Optional.of(RingReason.NOT_ALLOWED), rig.granted().get(0).refused());
        passedOn();
        rig.notReached(new ToldReason(RingReason.DIAL_LIMIT));
        assertEquals(
                "nobody decided",
                Optional.of(RingReason.NOT_ALLOWED),
                rig.granted().get(0).refused());
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(1_001);
        assertEquals(Optional.empty(), rig.granted().get(0).refused());
    }

    @Test
    public void whatWasRefusedForIsNotToldAnyMoreOnceItMayBeSomethingElse() {
        rig.password("first");
        List<Runnable> changes = List.of(
                () -> rig.granted(RingSystem.CALL_BACK), () -> rig.pass(LatestRefusals.FORGET.plusSeconds(1)), () -> {
                    rig.ringAsked(RingSystem.CALL_BACK);
                    rig.connectAnswer(EQUIPMENT.fingerprint());
                    rig.result(Outcome.NOT_REACHED);
                });
        for (Runnable change : changes) {
            passedOn();
            rig.notReached(new ToldReason(RingReason.WRONG_PASSWORD));
            String refused = "lamp-1 refused the last 3 of this issuer";
            String known = refused + ", the latest for a wrong password";
            assertEnded(slowed(), RingReason.SLOWED_DOWN, known, Duration.ofSeconds(2));
            change.run();
            rig.pass(Duration.ofMinutes(1).plusSeconds(1)); // The server's names are asked again.
            assertEnded(slowed(), RingReason.SLOWED_DOWN, refused, Duration.ofSeconds(2));
        }
    }

    private long slowed() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.fromServer(Message.of(MessageKind.CONNECT_REFUSED, rig.connect().transaction())
                .with(Attributes.ERROR_CODE, ErrorCodes.QUOTA)
                .with(Attributes.RETRY_AFTER, 2)
                .with(Attributes.REFUSALS, 3)
                .build());
        return ring;
    }

    @Test
    public void aLimitWhosePlacesSilentEquipmentHoldsSaysSo() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.fromServer(Message.of(MessageKind.CONNECT_REFUSED, rig.connect().transaction())
                .with(Attributes.ERROR_CODE, ErrorCodes.QUOTA)
                .with(Attributes.RETRY_AFTER, 27)
                .with(Attributes.ABSENCE, Absence.SILENT)
                .build());
        assertEnded(
                ring,
                RingReason.SERVER_LIMIT,
                "it takes no more rings or connections of this issuer, or rings for lamp-1, now: those before it wait for"
                        + " equipment that is silent",
                Duration.ofSeconds(27));
    }

    @Test
    public void aRingThatSomebodyElseAnsweredSaysSoThoughTheConnectionEndsBehindIt() {
        long ring = passedOn();
        rig.result(Outcome.REACHED);
        rig.closed(rig.dialled(), CloseReason.Kind.CLOSED_THERE, "closed by the peer");
        rig.pass(Duration.ofSeconds(10));
        assertEnded(ring, RingReason.ANSWERED_ELSEWHERE);
    }

    @Test
    public void giveUpIsToldWhateverWasTriedBefore() {
        long ring = passedOn();
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.feed(new IssuerEvent.GiveUp(ring));
        assertEnded(ring, RingReason.GIVEN_UP, "hung up before it was answered", Duration.ZERO);
    }

    @Test
    public void everyAttemptHasAKeyOfItsOwn() {
        passedOn();
        RingNonce first = rig.nonce();
        byte[] ofFirst = rig.connect().get(Attributes.BOX);
        rig.notReached(new ToldReason(RingReason.NO_ANSWER_FROM_NETWORK));
        rig.establish(CoreRig.LOCAL_V6);
        rig.listening();
        assertTrue(CoreRig.RINGS
                .openBox(CoreRig.SEALING, LAMP, first, ofFirst)
                .filter(box -> !box.reasonKey()
                        .exported()
                        .equals(CoreRig.RINGS
                                .openBox(
                                        CoreRig.SEALING,
                                        LAMP,
                                        rig.nonce(),
                                        rig.connect().get(Attributes.BOX))
                                .orElseThrow()
                                .reasonKey()
                                .exported()))
                .isPresent());
    }
}
