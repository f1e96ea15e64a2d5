package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.Moment;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Grant;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** What is over stays over and is cleaned up, whatever still comes of it; others go on. */
public class LateEventsTest {
    private CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    private void nothingIsUnderWay() {
        assertEquals(0, rig.core.pending());
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void namesThatAreFoundAfterTheRingWasGivenUpAreOfNoUse() {
        long ring = rig.ring(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.GiveUp(ring));
        rig.resolve(CoreRig.V4);
        rig.resolve();
        assertEquals("The ring was ended here: hung up before it was answered", rig.reason(ring));
        assertEquals(List.of(), rig.all(Action.Dial.class));
    }

    @Test
    public void aRingGoesOnAtEveryStageWhenAnotherIsGivenUp() {
        for (int stage = 0; stage < 4; stage++) {
            rig = new CoreRig().granted(RingSystem.CALL_BACK);
            long other = rig.ringAsked(RingSystem.CALL_BACK);
            long ring = rig.ring(RingSystem.CALL_BACK);
            giveUpAt(0, stage, other);
            rig.resolve(CoreRig.V4);
            giveUpAt(1, stage, other);
            rig.establish(CoreRig.LOCAL);
            giveUpAt(2, stage, other);
            rig.listening();
            giveUpAt(3, stage, other);
            rig.connectAnswer(EQUIPMENT.fingerprint());
            rig.callBack(2);
            assertTrue(rig.ended(ring).answered());
            assertEquals("The ring was ended here: hung up before it was answered", rig.reason(other));
        }
    }

    private void giveUpAt(int here, int stage, long ring) {
        if (here == stage) {
            rig.feed(new IssuerEvent.GiveUp(ring));
        }
    }

    @Test
    public void thePortIsClosedAsSoonAsTheCallBackIsAccepted() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        assertEquals("the server's result is awaited", 1, rig.core.pending());
        rig.incoming(4);
        assertEquals(4, rig.last(Action.Abort.class).connection());
        assertEquals(1, rig.all(IssuerAction.AnswerCall.class).size());
    }

    @Test
    public void aConnectionDroppedAtTheAcceptanceIsDroppedOnce() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(4);
        rig.callBack(2);
        rig.pass(Duration.ofSeconds(6));
        assertEquals(List.of(new Action.Abort(4)), rig.all(Action.Abort.class));
    }

    @Test
    public void theServersGoodbyeAfterTheAnswerLeavesNothing() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.closed(rig.dialled(), CloseReason.Kind.CLOSED_THERE, "closed");
        nothingIsUnderWay();
        assertTrue(rig.ended(ring).answered());
        assertEquals("closed already", List.of(), rig.all(Action.Close.class));
    }

    @Test
    public void anUnexpectedWordAfterTheAnswerEndsTheConnectionToTheServer() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.CALLING);
        assertEquals(List.of(new Action.Close(rig.dialled())), rig.all(Action.Close.class));
        nothingIsUnderWay();
    }

    @Test
    public void theRequestGoesToTheServerThatWasProved() {
        rig.ringAsked(RingSystem.CALL_BACK);
        assertEquals(rig.dialled(), rig.last(Action.Send.class).connection());
    }

    @Test
    public void aSecondTryClosesTheFirstConnectionAndIsNotDisturbedByIt() {
        rig.ring(RingSystem.CALL_BACK);
        rig.resolve(CoreRig.V4, CoreRig.server("192.0.2.2", 3478), CoreRig.V6);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        long first = rig.dialled();
        rig.result(Outcome.NOT_REACHED);
        assertEquals(List.of(new Action.Close(first)), rig.all(Action.Close.class));
        assertEquals("not another of the same family", CoreRig.V6, rig.dialledTo());
        rig.feed(new Event.Malformed(first, Optional.empty(), "late"));
        assertEquals(List.of(new Action.Abort(first)), rig.all(Action.Abort.class));
        rig.closed(rig.dialled(), CloseReason.Kind.REFUSED, "refused");
        assertEquals("no other is left", 2, rig.all(Action.Dial.class).size());
        nothingIsUnderWay();
    }

    @Test
    public void aConnectionThatWasCutStaysCutAndMakesRoom() {
        otherIdentity();
        rig.ringAsked(RingSystem.CALL_BACK);
        for (long connection = 2; connection <= 20; connection += 2) {
            rig.incoming(connection);
            rig.proved(connection);
            assertEquals(connection, rig.last(Action.Abort.class).connection());
        }
        assertEquals(10, rig.all(IssuerAction.AnswerCall.class).size());
        assertEquals(Long.valueOf(10), rig.core.counters().get(IssuerMetric.CALLS_UNPROVED.id()));
        staysCut(2);
    }

    @Test
    public void aConnectionThatWasLateStaysCut() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.pass(CallAcceptance.LIMIT);
        staysCut(2);
    }

    private void staysCut(long connection) {
        rig.actions.clear();
        rig.proved(connection);
        assertEquals(List.of(new Action.Abort(connection)), rig.actions);
    }

    @Test
    public void afterAMalformedRequestTheConnectionIsNotListenedTo() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.proved(2);
        rig.feed(new Event.Malformed(2, Optional.empty(), "RING-NONCE: missing"));
        rig.communicationRequest(2, rig.nonce(), LAMP);
        assertEquals(List.of(), rig.all(IssuerAction.HandOver.class));
    }

    @Test
    public void aCallOutlivesItsIssuerAndTheNextOneCountsItWhileItIsGranted() {
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.REACHED);
        CallFacts facts = rig.all(IssuerAction.HandOver.class).get(0).facts();
        rig.actions.clear();
        rig.feed(new IssuerEvent.Stop());
        assertEquals(List.of(), rig.actions);
        CoreRig next = new CoreRig().granted(RingSystem.CALL_BACK);
        next.feed(new Event.CallStands(2, facts));
        assertEquals(1, next.core.calls());
        next.feed(new Event.Closed(2, CloseReason.Kind.CLOSED_HERE, "hung up here"));
        assertEquals(0, next.core.calls());
        CoreRig without = new CoreRig();
        without.feed(new Event.CallStands(2, facts));
        assertEquals(
                List.of(new Action.CutCall(2, "there is no grant for it any more", Optional.empty())), without.actions);
        assertEquals(0, without.core.calls());
    }

    @Test
    public void aClockThatFellBackCountsFromTheTimeThatTheGrantProved() {
        Instant granted = rig.granted().get(0).since();
        assertEquals(granted.plusSeconds(60), dialTime(granted.plusSeconds(60)));
        rig = new CoreRig().granted(RingSystem.CALL_BACK);
        assertEquals(granted, dialTime(Instant.EPOCH).truncatedTo(ChronoUnit.SECONDS));
    }

    private Instant dialTime(Instant wall) {
        Moment now = new Moment(rig.now().nanos(), wall);
        rig.actions.addAll(rig.core.handle(
                new IssuerEvent.Ring(new Request<>(99), LAMP, Optional.empty(), Optional.empty(), "http"), now));
        rig.resolve(CoreRig.V4);
        return CoreRig.toServer(rig.last(Action.Dial.class)).time();
    }

    /** The equipment now has another key than the one that calls in these tests. */
    private void otherIdentity() {
        Grant old = rig.grant(Set.of(RingSystem.CALL_BACK));
        rig.acceptGrant(
                new Grant(
                        old.invitation(),
                        LAMP,
                        CoreRig.IDENTITIES.create().fingerprint(),
                        old.sealing(),
                        old.id(),
                        old.secret(),
                        old.systems(),
                        old.useBy()),
                true);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(CoreRig.ANNA);
        rig.actions.clear();
    }

    @Test
    public void aWaitingThatComesAfterTheAnswerDoesNotEndTheFirstConnectionBeforeTheResult() {
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.callBack(1_001);
        rig.fromServer(Message.of(MessageKind.WAITING, TransactionId.random(rig.random))
                .with(Attributes.RING_NONCE, rig.nonce())
                .with(Attributes.WAIT_TIME, 30)
                .build());
        assertFalse(rig.actions.contains(new Action.Close(rig.dialled())));
        rig.result(Outcome.REACHED);
        assertTrue(rig.actions.contains(new Action.Close(rig.dialled())));
        assertTrue(rig.ended(ring).answered());
    }
}
