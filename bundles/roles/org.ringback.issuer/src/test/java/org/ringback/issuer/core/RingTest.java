package org.ringback.issuer.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.EQUIPMENT;
import static org.ringback.issuer.core.CoreRig.LAMP;
import static org.ringback.issuer.core.CoreRig.RINGS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.BoxContent;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Tlv;
import org.ringback.wire.TransactionId;

/** The way of a ring that is answered, step by step (requirements 5, 6, 20, 21 and 22 without the certificate). */
public class RingTest {
    private final CoreRig rig = new CoreRig();

    @Test
    public void aRingIsAnsweredStepByStep() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ring(RingSystem.CALL_BACK);
        assertTrue(rig.actions.get(0) instanceof IssuerAction.RingBegan);
        assertTrue(rig.actions.get(1) instanceof Action.Resolve);
        assertEquals(2, rig.actions.size());

        rig.resolve(CoreRig.V4);
        Action.Dial dial = rig.last(Action.Dial.class);
        assertTrue("a listener will stand on the port", dial.sharedPort());
        assertEquals("odd numbers are the core's", 1, dial.connection() % 2);
        assertEquals(List.of(CoreRig.CA), CoreRig.toServer(dial).pins().authorities());

        rig.establish(CoreRig.LOCAL);
        IssuerAction.Listen listen = rig.last(IssuerAction.Listen.class);
        assertEquals("on the port that it connects from", CoreRig.LOCAL, listen.local());
        assertEquals("nothing is asked before the port listens", List.of(), rig.all(Action.Send.class));

        rig.listening();
        Message connect = rig.lastSent(MessageKind.CONNECT);
        assertEquals(LAMP, connect.get(Attributes.TARGET_ID));
        assertEquals(CoreRig.LOCAL, connect.get(Attributes.CALLBACK_ADDRESS));
        assertEquals(RingSystem.CALL_BACK, connect.get(Attributes.SYSTEM_REQUESTED));

        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.incoming(2);
        IssuerAction.AnswerCall answer = rig.last(IssuerAction.AnswerCall.class);
        assertEquals(
                "only the grant's key",
                EQUIPMENT.fingerprint(),
                answer.session().equipment());
        rig.proved(2);
        assertEquals(
                "not one byte before the request",
                connect,
                rig.last(Action.Send.class).message());

        rig.actions.clear();
        rig.feed(new Event.Received(2, communication(connect.get(Attributes.RING_NONCE))));
        Action.Send accepted = (Action.Send) rig.actions.get(0);
        assertEquals(MessageKind.ACCEPTED, accepted.message().kind());
        assertEquals(2, accepted.connection());
        IssuerAction.HandOver handOver = (IssuerAction.HandOver) rig.actions.get(1);
        assertEquals(ring, handOver.ring());
        assertEquals("http", handOver.facts().service());
        assertTrue("the listener closes", rig.actions.get(2) instanceof IssuerAction.StopListening);
        RingStory story = rig.ended(ring);
        assertTrue(story.answered());
        assertEquals("tls13", story.protection());
        assertEquals(CoreRig.GROUP, story.keyAgreement());
        assertEquals(
                List.of(
                        "dialling the server",
                        "server proved",
                        "listening on the port of the first connection",
                        "first connection request sent",
                        "server passes the ring on",
                        "call-back came",
                        "call-back proved",
                        "communication request accepted"),
                story.steps().stream().map(RingStory.Step::name).toList());
    }

    private Message communication(RingNonce nonce) {
        return Message.of(MessageKind.COMMUNICATION_REQUEST, TransactionId.random(rig.random))
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.TARGET_ID, LAMP)
                .with(Attributes.RING_NONCE, nonce)
                .build();
    }

    @Test
    public void theServersResultEndsTheFirstConnection() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        assertEquals(List.of(), rig.all(Action.Close.class));
        rig.connectAnswer(EQUIPMENT.fingerprint());
        rig.result(Outcome.REACHED);
        assertEquals(rig.dialled(), rig.last(Action.Close.class).connection());
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
        List<RingStory.Step> steps = rig.core.stories().get(0).steps();
        assertEquals("server's result", steps.get(steps.size() - 1).name());
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void aRingWhoseServiceNothingAnswersIsNotTheStoryOfAnAnswer() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        assertTrue(rig.core.stories().get(0).answered());
        rig.feed(new Event.CallUnserved(2, RingReason.NO_SUCH_SERVICE));
        RingStory.End end = rig.core.stories().get(0).ended().orElseThrow();
        assertEquals("lamp-1 called back, but nothing there answers the service http", end.reason());
    }

    @Test
    public void withoutAResultTheFirstConnectionEndsAfterTenSeconds() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.pass(Duration.ofSeconds(9));
        assertEquals(List.of(), rig.all(Action.Close.class));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(rig.dialled(), rig.last(Action.Close.class).connection());
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void aCallBackBeforeTheConnectAnswerIsAccepted() {
        rig.granted(RingSystem.DATAGRAM);
        long ring = rig.ringAsked(RingSystem.DATAGRAM);
        rig.callBack(2);
        assertTrue(rig.ended(ring).answered());
        assertEquals(1, rig.all(IssuerAction.HandOver.class).size());
    }

    @Test
    public void theBoxIsForTheEquipmentAloneAndHoldsBothProofs() {
        rig.granted(RingSystem.PASSWORD, RingSystem.CALL_BACK).password("sesame");
        rig.ringAsked(RingSystem.PASSWORD);
        Message connect = rig.connect();
        BoxContent box = RINGS.openBox(CoreRig.SEALING, LAMP, rig.nonce(), connect.get(Attributes.BOX))
                .orElseThrow()
                .content();
        assertEquals(RingSystem.PASSWORD, box.system());
        assertEquals("http", box.service());
        assertEquals(rig.core.key().orElseThrow().fingerprint(), box.issuer());
        assertArrayEquals(proof(rig.grantSecret, ProofUse.GRANT, box), box.grantProof());
        Secret information =
                RINGS.passwordInformation(Secret.copyOf(new byte[] {'s', 'e', 's', 'a', 'm', 'e'}), LAMP, key());
        assertArrayEquals(
                proof(information, ProofUse.PASSWORD, box), box.passwordProof().orElseThrow());
    }

    @Test
    public void aPasswordTypedInAnotherFormIsProvedInBoth() {
        rig.granted(RingSystem.PASSWORD).password("Zoe\u0308\u00A0");
        rig.restarted(IssuerSettings.DEFAULT);
        rig.ringAsked(RingSystem.PASSWORD);
        BoxContent box = box();
        assertArrayEquals(
                proof(information("Zo\u00EB "), ProofUse.PASSWORD, box),
                box.passwordProof().orElseThrow());
        assertArrayEquals(
                proof(information("Zoe\u0308\u00A0"), ProofUse.PASSWORD, box),
                box.rawPasswordProof().orElseThrow());
    }

    @Test
    public void aPasswordThatHasTheFormIsProvedOnce() {
        rig.granted(RingSystem.PASSWORD).password("Zo\u00EB");
        rig.ringAsked(RingSystem.PASSWORD);
        assertTrue(box().rawPasswordProof().isEmpty());
    }

    @Test
    public void aPasswordThatAnOlderVersionKeptIsProvedAsItWas() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        byte[] older = new Tlv.Writer()
                .put(1, key().bytes())
                .put(2, information("Zoe\u0308").copyBytes())
                .toBytes();
        rig.disk.get(IssuerRecords.PASSWORDS).put(LAMP.value(), older);
        rig.restarted(IssuerSettings.DEFAULT);
        rig.ringAsked(RingSystem.PASSWORD);
        BoxContent box = box();
        assertArrayEquals(
                proof(information("Zoe\u0308"), ProofUse.PASSWORD, box),
                box.passwordProof().orElseThrow());
        assertTrue(box.rawPasswordProof().isEmpty());
    }

    private BoxContent box() {
        return RINGS.openBox(CoreRig.SEALING, LAMP, rig.nonce(), rig.connect().get(Attributes.BOX))
                .orElseThrow()
                .content();
    }

    private static Secret information(String typed) {
        return RINGS.passwordInformation(Secret.copyOf(typed.getBytes(UTF_8)), LAMP, key());
    }

    private byte[] proof(Secret secret, ProofUse use, BoxContent box) {
        return RINGS.ringProof(secret, use, box.system(), rig.nonce(), LAMP, box.service(), box.issuer(), key());
    }

    private static KeyFingerprint key() {
        return EQUIPMENT.fingerprint();
    }

    @Test
    public void aSystemWithoutPasswordSendsNoPasswordProof() {
        rig.granted(RingSystem.PASSWORD, RingSystem.CALL_BACK).password("sesame");
        rig.ringAsked(RingSystem.CALL_BACK);
        BoxContent box = RINGS.openBox(
                        CoreRig.SEALING, LAMP, rig.nonce(), rig.connect().get(Attributes.BOX))
                .orElseThrow()
                .content();
        assertTrue(box.passwordProof().isEmpty());
    }

    @Test
    public void withoutASystemNamedTheBestOfTheGrantIsTaken() {
        rig.granted(RingSystem.DATAGRAM, RingSystem.CALL_BACK);
        rig.ring(Optional.empty());
        assertEquals(RingSystem.CALL_BACK, rig.core.stories().get(0).system());
        CoreRig other = new CoreRig().granted(RingSystem.values()).password("sesame");
        other.ring(Optional.empty());
        assertEquals(RingSystem.CERTIFIED, other.core.stories().get(0).system());
    }

    @Test
    public void everyRingHasANonceOfItsOwn() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        RingNonce first = rig.nonce();
        rig.ringAsked(RingSystem.CALL_BACK);
        assertFalse(first.equals(rig.nonce()));
    }

    @Test
    public void twoRingsAtOnceAreKeptApart() {
        rig.granted(RingSystem.CALL_BACK);
        long first = rig.ringAsked(RingSystem.CALL_BACK);
        RingNonce firstNonce = rig.nonce();
        long firstListener = rig.last(IssuerAction.Listen.class).listener();
        long second = rig.ringAsked(RingSystem.CALL_BACK);
        rig.feed(new IssuerEvent.Incoming(2, firstListener, CoreRig.ACCEPTOR));
        rig.proved(2);
        rig.communicationRequest(2, firstNonce, LAMP);
        assertTrue(rig.ended(first).answered());
        rig.callBack(4);
        assertTrue(rig.ended(second).answered());
    }

    @Test
    public void afterAcceptanceAllOtherConnectionsAreDropped() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.incoming(2);
        rig.incoming(4);
        rig.proved(4);
        rig.communicationRequest(4, rig.nonce(), LAMP);
        assertEquals(2, rig.last(Action.Abort.class).connection());
        rig.actions.clear();
        rig.proved(2);
        assertEquals("too late", 2, rig.last(Action.Abort.class).connection());
        assertEquals(List.of(), rig.all(IssuerAction.HandOver.class));
    }

    @Test
    public void aServerThatSaysNotReachedAfterTheAcceptanceChangesNothing() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.NOT_REACHED);
        assertTrue(rig.ended(ring).answered());
        assertTrue(rig.core.stories().get(0).answered());
        assertEquals(1, rig.all(Action.Dial.class).size());
    }
}
