package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.TransactionId;

/** How call-backs end: what the issuer gets, what the story tells, what is counted. */
public final class CallEndTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private Caller anna;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
    }

    private Action.Send asked() {
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        return anna.reached();
    }

    private List<String> tail(int count) {
        List<RingStory.Step> steps = rig.core.stories().get(0).steps();
        return steps.subList(steps.size() - count, steps.size()).stream()
                .map(step -> step.name() + ": " + step.detail())
                .toList();
    }

    @Test
    public void anIssuerThatRefusesIsLeftInOrder() {
        Action.Send asked = asked();
        rig.receive(
                asked.connection(),
                Message.of(MessageKind.REFUSED, asked.message().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        assertEquals(asked.connection(), rig.take(Action.Close.class).connection());
        anna.assertReport(Outcome.REFUSED);
        assertEquals(List.of("not reached: the issuer refused: 403"), tail(1));
        assertEquals(1, rig.counted("ring.refused"));
    }

    @Test
    public void anIssuerThatAnswersAnotherRequestIsCut() {
        Action.Send asked = asked();
        rig.receive(
                asked.connection(),
                Message.of(MessageKind.ACCEPTED, TransactionId.random(rig.random))
                        .with(Attributes.RING_NONCE, anna.nonce)
                        .build());
        assertEquals(asked.connection(), rig.take(Action.Abort.class).connection());
        anna.assertReport(Outcome.UNREACHABLE);
        assertEquals(List.of("not reached: the issuer sent what was not asked for"), tail(1));
        assertEquals(1, rig.counted("ring.unreachable"));
        rig.none(AcceptorAction.HandOver.class);
    }

    @Test
    public void anotherKeyIsCounted() {
        anna.ring(RingSystem.CALL_BACK);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.establish(dial.connection(), Rig.SERVER_KEY, Caller.HERE);
        assertEquals(1, rig.counted("ring.wrong-key"));
        assertEquals(List.of("not reached: at the issuer's address another key answered"), tail(1));
    }

    @Test
    public void aCallBackThatIsCutSaysWhy() {
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertEquals(List.of("call-back cut: the owner revoked anna"), tail(1));
    }

    @Test
    public void revokingSomebodyWithoutAGrantTouchesNobodyElse() {
        anna.answeredRing(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, new EquipmentId("bert")));
        assertTrue(rig.take(Action.Refused.class).why().startsWith("person: 'bert' has no grant"));
        rig.none(Action.CutCall.class);
        assertEquals(1, rig.equipment().get(0).calls());
    }

    @Test
    public void aCallOfAnEarlierRunGoesOnIsCountedAndCanBeCut() {
        CallFacts facts = standing();
        rig.restart();
        rig.feed(new Event.CallStands(2, facts));
        rig.none(Action.CutCall.class);
        assertEquals(1, rig.equipment().get(0).calls());
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertEquals(
                new Action.CutCall(2, "the owner revoked anna", Optional.of(CutReason.REVOKED)),
                rig.take(Action.CutCall.class));
        assertEquals(0, rig.equipment().get(0).calls());
        rig.feed(new Event.CallStands(4, facts));
        assertEquals(
                "nobody comes back by a restart",
                new Action.CutCall(4, "the grant of anna was revoked", Optional.of(CutReason.REVOKED)),
                rig.take(Action.CutCall.class));
    }

    @Test
    public void aCallThatMovesToOtherCryptoIsJudgedOnceMore() {
        CallFacts facts = standing();
        rig.restart();
        rig.feed(new Event.CallStands(2, facts));
        rig.feed(new Event.CallMoves(2));
        rig.none(Action.CutCall.class);
        assertEquals(1, rig.equipment().get(0).calls());
        rig.feed(new Event.CallMoves(4));
        rig.none(Action.CutCall.class);
        StoredGrant revoked = new StoredGrant(
                facts.grant(),
                Rig.ANNA,
                Secret.copyOf(new byte[32]),
                facts.since(),
                facts.since(),
                Optional.of(facts.peer()),
                true,
                false,
                false,
                "",
                Optional.empty(),
                GrantTerms.ALL);
        rig.feed(new AcceptorEvent.GrantWritten(
                Rig.LAMP.value(), rig.equipment().get(0).key(), revoked));
        rig.none(Action.CutCall.class);
        rig.feed(new Event.CallMoves(2));
        assertEquals(
                new Action.CutCall(2, "the grant of anna was revoked", Optional.of(CutReason.REVOKED)),
                rig.take(Action.CutCall.class));
        assertEquals(0, rig.equipment().get(0).calls());
    }

    @Test
    public void aCallOfAnEarlierRunThatEndsIsNotCountedAnyMore() {
        CallFacts facts = standing();
        rig.restart();
        rig.feed(new Event.CallStands(2, facts));
        rig.feed(new Event.Closed(2, CloseReason.Kind.CLOSED_HERE, "closed by the peer"));
        assertEquals(0, rig.equipment().get(0).calls());
    }

    @Test
    public void aCallOfAnEarlierRunWithoutAGrantIsCut() {
        CallFacts facts = standing();
        CallFacts other = new CallFacts(
                facts.role(),
                facts.equipment(),
                facts.service(),
                facts.peer(),
                GrantId.random(rig.random),
                facts.ring(),
                facts.since());
        rig.restart();
        rig.feed(new Event.CallStands(2, other));
        assertEquals(
                new Action.CutCall(2, "there is no such grant any more", Optional.of(CutReason.UNKNOWN)),
                rig.take(Action.CutCall.class));
        CallFacts elsewhere = new CallFacts(
                facts.role(),
                new EquipmentId("gone"),
                facts.service(),
                facts.peer(),
                facts.grant(),
                facts.ring(),
                facts.since());
        rig.feed(new Event.CallStands(4, elsewhere));
        assertEquals(
                new Action.CutCall(4, "there is no such grant any more", Optional.of(CutReason.UNKNOWN)),
                rig.take(Action.CutCall.class));
    }

    @Test
    public void aRingWhoseServiceNothingAnswersIsNotTheStoryOfAnAnswer() {
        CallFacts facts = standing();
        rig.feed(new Event.CallStands(2, facts));
        assertTrue(rig.core.stories().get(0).answered());
        rig.feed(new Event.CallUnserved(2, RingReason.NO_SUCH_SERVICE));
        assertEquals(
                "called back, but nothing here answers the service " + facts.service(),
                rig.core.stories().get(0).ended().orElseThrow().reason());
    }

    /** A call that stands when the gateway stops. */
    private CallFacts standing() {
        anna.ring(RingSystem.CALL_BACK);
        anna.accept(anna.reached());
        return rig.take(AcceptorAction.HandOver.class).facts();
    }

    @Test
    public void theGrantIsWrittenForTheFirstCallBackOnly() {
        anna.ring(RingSystem.CALL_BACK);
        assertEquals(1, writesWhenReached());
        anna.ring(RingSystem.CALL_BACK);
        assertEquals(0, writesWhenReached());
    }

    private int writesWhenReached() {
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.establish(dial.connection(), anna.key, anna.address);
        int writes = rig.all(Action.Persist.class).size();
        anna.accept(rig.take(Action.Send.class));
        rig.take(AcceptorAction.HandOver.class);
        return writes;
    }
}
