package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.AcceptorScene.Asked;
import org.ringback.conformance.fixture.AcceptorScene.Call;
import org.ringback.conformance.fixture.Case;
import org.ringback.conformance.fixture.CaseTest;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.Talk;
import org.ringback.spi.ProtectionException;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** From the second request on, in every system: the call-back, the acceptance, and no byte of a conversation before it. */
@Row({8, 9, 10, 11, 23, 24, 25, 26})
public class AcceptorCallRowTest extends CaseTest {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private AcceptorScene scene;
    private Ringing ring;
    private Asked asked;

    @Parameters(name = "{0}")
    public static List<Case> cases() {
        return Case.all();
    }

    @Before
    public void ask() {
        scene = AcceptorScene.on(stage, one);
        ring = scene.ring();
        asked = scene.ask(ring).expectReport(Outcome.CALLING);
    }

    /** What became of a dial is told when its time is over, whatever it was. */
    private void notReached(ScriptedLink call, Outcome outcome) {
        call.expectEnd();
        scene.acceptor().passTime(ANSWER_LIMIT);
        asked.expectReport(outcome);
        scene.issuer().expectNoCall();
        assertEquals(0, scene.acceptor().counter("answer.served"));
    }

    @Test
    public void theConversationBeginsWithTheAcceptanceAndNotBefore() {
        Call call = scene.called(ring);
        scene.acceptor().passTime(ANSWER_LIMIT.minusSeconds(1));
        call.link().expectSilence();
        ScriptedIssuer.accept(call.link(), call.request());
        asked.expectReport(Outcome.REACHED);
        call.link().expectCall().expectSilence();
        call.link().sendPlaintext(Talk.hello());
        Talk.expectAnswer(call.link());
        assertTrue(scene.acceptor().stories().get(0).answered());
    }

    @Test
    public void afterARefusalNotAByteOfAConversationFollows() {
        Call call = scene.called(ring);
        ScriptedIssuer.refuse(call.link(), call.request());
        notReached(call.link(), Outcome.REFUSED);
    }

    @Test
    public void afterSilenceNotAByteOfAConversationFollows() {
        Call call = scene.called(ring);
        scene.acceptor().passTime(ANSWER_LIMIT);
        notReached(call.link(), Outcome.UNREACHABLE);
    }

    @Test
    public void whoIsSilentInTheHandshakeGetsNoCommunicationRequest() {
        ScriptedLink call = scene.issuer().expectCallRaw();
        scene.acceptor().passTime(ANSWER_LIMIT);
        asked.expectReport(Outcome.UNREACHABLE);
        assertEquals(List.of(), stage.capture().records(call.connection(), "acceptor"));
    }

    @Test
    public void anotherKeyAtTheIssuersAddressGetsNoCommunicationRequest() {
        ScriptedLink call = scene.issuer().expectCallRaw();
        Optional<ProtectionException> refused =
                call.tryProtect(Crypto.CALLS.answer(Crypto.IDENTITIES.create(), scene.lamp()));
        assertTrue(String.valueOf(refused), refused.isPresent());
        notReached(call, Outcome.WRONG_KEY);
    }

    @Test
    public void anAcceptanceOfAnotherRingEndsTheCall() {
        Call call = scene.called(ring);
        call.link()
                .send(Message.of(MessageKind.ACCEPTED, call.request().transaction())
                        .with(Attributes.RING_NONCE, scene.ring().nonce())
                        .build());
        notReached(call.link(), Outcome.UNREACHABLE);
    }

    @Test
    public void anAcceptanceThatAnswersSomethingElseEndsTheCall() {
        Call call = scene.called(ring);
        call.link()
                .send(Message.of(MessageKind.ACCEPTED, ScriptedDevice.transaction())
                        .with(Attributes.RING_NONCE, ring.nonce())
                        .build());
        notReached(call.link(), Outcome.UNREACHABLE);
    }

    @Test
    public void aConversationThatComesBeforeTheAcceptanceEndsTheCall() {
        Call call = scene.called(ring);
        call.link().sendPlaintext(Talk.hello());
        notReached(call.link(), Outcome.UNREACHABLE);
    }

    @Test
    public void halfAnAcceptanceIsNone() {
        Call call = scene.called(ring);
        byte[] acceptance = call.link()
                .encoded(Message.of(MessageKind.ACCEPTED, call.request().transaction())
                        .with(Attributes.RING_NONCE, ring.nonce())
                        .build());
        call.link()
                .sendPlaintext(Arrays.copyOf(acceptance, acceptance.length - 1))
                .finish();
        notReached(call.link(), Outcome.UNREACHABLE);
    }

    @Test
    public void aCallThatIsLostIsNotTriedAgain() {
        scene.issuer().expectCallRaw().abort();
        scene.acceptor().passTime(ANSWER_LIMIT);
        asked.expectReport(Outcome.UNREACHABLE);
        scene.issuer().expectNoCall();
    }

    @Test
    public void aCallThatIsLostBehindTheCommunicationRequestIsNotTriedAgain() {
        scene.called(ring).link().abort();
        scene.acceptor().passTime(ANSWER_LIMIT);
        asked.expectReport(Outcome.UNREACHABLE);
        scene.issuer().expectNoCall();
    }
}
