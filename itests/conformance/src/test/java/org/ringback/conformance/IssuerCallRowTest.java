package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.conformance.fixture.CaseTest;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.IssuerScene;
import org.ringback.conformance.fixture.IssuerScene.Asked;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.spi.BoxContent;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The first connection request and the call-back, step by step, and what comes when the other side misbehaves there. */
@Row({5, 20})
public class IssuerCallRowTest extends CaseTest {
    private static final EquipmentId OVEN = new EquipmentId("oven-1");
    private static final int FORBIDDEN = 403;

    private IssuerScene scene;

    @Before
    public void start() {
        scene = IssuerScene.on(stage, one.way(), one.system());
    }

    @Test
    public void theRequestNamesEquipmentSystemAndAddressAndTheBoxIsForTheAcceptorAlone() {
        Asked asked = scene.ask();
        Message connect = asked.connect();
        assertEquals(IssuerScene.LAMP, connect.get(Attributes.TARGET_ID));
        assertEquals(one.system(), connect.get(Attributes.SYSTEM_REQUESTED));
        assertEquals(asked.first().remote(), connect.get(Attributes.CALLBACK_ADDRESS));
        assertEquals(scene.anna(), asked.first().peerKey());
        BoxContent box = scene.lamp().open(IssuerScene.LAMP, connect).orElseThrow();
        assertEquals(one.system(), box.system());
        assertEquals(scene.anna(), box.issuer());
        assertEquals(one.system().needsPassword(), box.passwordProof().isPresent());
        assertEquals(Optional.empty(), scene.lamp().open(OVEN, connect));
    }

    @Test
    public void theCallIsAcceptedAndOnlyThenAConversationFollows() {
        Asked asked = scene.passedOn();
        ScriptedLink call = scene.call(asked);
        call.send(ScriptedAcceptor.communicationRequest(
                IssuerScene.LAMP, asked.ring().nonce()));
        assertEquals(asked.ring().nonce(), call.expect(MessageKind.ACCEPTED).get(Attributes.RING_NONCE));
        asked.result(Outcome.REACHED);
        asked.first().expectEnd();
        call.expectCall().expectSilence();
    }

    @Test
    public void aCallMayComeBeforeTheServersAnswer() {
        scene.answer(scene.ask());
    }

    @Test
    public void theServerSeesNothingButTheFirstRequest() {
        Asked asked = scene.passedOn();
        scene.answer(asked);
        asked.first().expectEnd();
    }

    @Test
    public void aCallOfAnotherRingIsRefusedAndTheRingGoesOn() {
        Asked asked = scene.passedOn();
        refused(
                asked,
                ScriptedAcceptor.communicationRequest(IssuerScene.LAMP, RingNonce.of(new byte[RingNonce.LENGTH])));
        scene.answer(asked);
    }

    @Test
    public void aCallOfOtherEquipmentIsRefusedAndTheRingGoesOn() {
        Asked asked = scene.passedOn();
        refused(asked, ScriptedAcceptor.communicationRequest(OVEN, asked.ring().nonce()));
        scene.answer(asked);
    }

    private void refused(Asked asked, Message request) {
        ScriptedLink call = scene.call(asked);
        call.send(request);
        assertEquals(FORBIDDEN, (int) call.expect(MessageKind.REFUSED).get(Attributes.ERROR_CODE));
        call.expectEnd();
    }

    @Test
    public void aCallerWithAnotherKeyGetsNoAnswerAndTheRingGoesOn() {
        Asked asked = scene.passedOn();
        ScriptedLink stranger = scene.lamp().callRaw(asked.first().remote());
        Optional<ProtectionException> refusal =
                stranger.tryProtect(Crypto.CALLS.dial(Crypto.IDENTITIES.create(), scene.anna()));
        if (refusal.isEmpty() && stranger.session().state() == ProtectionSession.State.ESTABLISHED) {
            stranger.send(ScriptedAcceptor.communicationRequest(
                    IssuerScene.LAMP, asked.ring().nonce()));
        }
        stranger.expectEnd();
        scene.answer(asked);
    }

    @Test
    public void aCallerWithoutTlsIsClosedAndTheRingGoesOn() {
        Asked asked = scene.passedOn();
        scene.lamp()
                .callRaw(asked.first().remote())
                .sendRaw(new byte[] {0, 1, 2, 3})
                .expectNothingButTheEnd();
        scene.answer(asked);
    }

    @Test
    public void aRequestThatIsCutIsNoneAndTheRingGoesOn() {
        Asked asked = scene.passedOn();
        ScriptedLink call = scene.call(asked);
        byte[] whole = call.encoded(ScriptedAcceptor.communicationRequest(
                IssuerScene.LAMP, asked.ring().nonce()));
        call.sendPlaintext(Arrays.copyOf(whole, whole.length - 1)).finish();
        call.expectEnd();
        scene.answer(asked);
    }

    @Test
    public void bytesBehindTheRequestThatComeBeforeTheAcceptanceEndTheCall() {
        Asked asked = scene.passedOn();
        ScriptedLink call = scene.call(asked);
        byte[] whole = call.encoded(ScriptedAcceptor.communicationRequest(
                IssuerScene.LAMP, asked.ring().nonce()));
        call.sendPlaintext(Arrays.copyOf(whole, whole.length + 1));
        call.expectEnd();
        scene.answer(asked);
    }

    @Test
    public void twoCallsOfOneRingAreNotBothAccepted() {
        Asked asked = scene.passedOn();
        ScriptedLink early = scene.call(asked);
        scene.answer(asked);
        early.expectEnd();
    }

    @Test
    public void withoutAPendingRingNobodyListens() {
        Asked asked = scene.passedOn();
        InetSocketAddress issuer = asked.first().remote();
        asked.ring().close();
        asked.notAnswered();
        asked.first().expectEnd();
        assertThrows(UncheckedIOException.class, () -> scene.lamp().callRaw(issuer));
    }

    @Test
    public void whatTheServerRefusesEndsTheRingInWords() {
        Asked asked = scene.ask();
        asked.first()
                .send(Message.of(MessageKind.CONNECT_REFUSED, asked.connect().transaction())
                        .with(Attributes.ERROR_CODE, FORBIDDEN)
                        .build());
        assertTrue(asked.notAnswered(), asked.notAnswered().contains("does not let this issuer ask"));
    }

    @Test
    public void aServerThatKnowsTheEquipmentUnderAnotherKeyEndsTheRing() {
        Asked asked = scene.ask();
        asked.first().send(scene.server().connectAnswer(asked.connect(), scene.anna()));
        assertTrue(asked.notAnswered(), asked.notAnswered().contains("another key than the grant"));
    }

    @Test
    public void aConnectionThatIsLostBeforeTheAnswerEndsTheRing() {
        Asked asked = scene.ask();
        asked.first().abort();
        assertTrue(
                asked.notAnswered(),
                asked.notAnswered().contains("The server did not pass the ring on: the connection to it was lost"));
    }

    @Test
    public void whenTheServerSaysNotReachedTheRingIsOver() {
        Asked asked = scene.passedOn();
        asked.result(Outcome.NOT_REACHED);
        assertTrue(asked.notAnswered(), asked.notAnswered().contains("did not come through"));
    }

    @Test
    public void everyRingHasAPortANonceAndABoxOfItsOwn() {
        Asked one = scene.ask();
        Asked other = scene.ask();
        assertTrue(!one.first().remote().equals(other.first().remote()));
        assertTrue(!one.ring().nonce().equals(other.ring().nonce()));
        assertThrows(
                AssertionError.class,
                () -> assertArrayEquals(
                        one.connect().get(Attributes.BOX), other.connect().get(Attributes.BOX)));
    }
}
