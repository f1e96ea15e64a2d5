package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerScene.Asked;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.spi.BoxContent;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The server adds the password information of the first request to the second, as it came. */
@Row({3, 18})
public class ServerPasswordRowTest extends WayTest {
    private static final String PASSWORD = "correct horse";

    /** Longer than a box may be, in bytes. */
    private static final int TOO_LONG = 604;

    private ServerScene scene;
    private ScriptedAcceptor lamp;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
        lamp = scene.lamp();
    }

    private Ringing ring(String typed) {
        return scene.ring(RingSystem.PASSWORD).withPassword(typed);
    }

    private byte[] expectedProof(Ringing ring) {
        return Crypto.RINGS.ringProof(
                ring.password().orElseThrow(),
                ProofUse.PASSWORD,
                RingSystem.PASSWORD,
                ring.nonce(),
                ServerScene.LAMP,
                ring.service(),
                scene.issuer().identity().fingerprint(),
                lamp.identity().fingerprint());
    }

    @Test
    public void theSecondRequestBringsThePasswordInformationOfTheFirst() {
        Ringing ring = ring(PASSWORD);
        Asked asked = scene.ask(ring);
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.bind(wakeUp);
        Message request = second.expect(MessageKind.SECOND_REQUEST);
        assertArrayEquals(asked.connect().get(Attributes.BOX), request.get(Attributes.BOX));
        assertEquals(asked.first().local(), request.get(Attributes.XOR_PEER_ADDRESS));
        BoxContent opened = lamp.open(ServerScene.LAMP, request).orElseThrow();
        assertEquals(RingSystem.PASSWORD, opened.system());
        assertArrayEquals(expectedProof(ring), opened.passwordProof().orElseThrow());
        ServerScene.reach(asked, second, wakeUp);
        assertEquals(RingSystem.PASSWORD, scene.server().stories().get(0).system());
    }

    @Test
    public void noPasswordInformationGoesByUdp() {
        Asked asked = scene.ask(ring(PASSWORD));
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.takes(wakeUp);
        ServerScene.reach(asked, second, wakeUp);
        lamp.expectSilence();
        scene.oven().expectSilence();
        assertEquals(List.of(), stage.capture().all(MessageKind.DATAGRAM_RING));
    }

    @Test
    public void aWrongPasswordIsPassedOnAsAnyOther() {
        Ringing wrong = ring("wrong");
        Asked asked = scene.ask(wrong);
        Message request = lamp.bind(lamp.expectWakeUp()).expect(MessageKind.SECOND_REQUEST);
        assertArrayEquals(asked.connect().get(Attributes.BOX), request.get(Attributes.BOX));
        assertArrayEquals(
                expectedProof(wrong),
                lamp.open(ServerScene.LAMP, request)
                        .flatMap(BoxContent::passwordProof)
                        .orElseThrow());
    }

    @Test
    public void whatTheServerCannotReadItPassesOnUnchanged() {
        byte[] box = new byte[333];
        Arrays.fill(box, (byte) 0xA5);
        ScriptedLink first = scene.issuer().firstConnection();
        first.send(scene.issuer().connect(ring(PASSWORD), first.local(), box));
        Message request = lamp.bind(lamp.expectWakeUp()).expect(MessageKind.SECOND_REQUEST);
        assertArrayEquals(box, request.get(Attributes.BOX));
    }

    @Test
    public void eachOfTwoPersonsRingsBringsItsOwnPasswordInformation() {
        ScriptedIssuer bert = scene.another(stage, new EquipmentId("bert"));
        Asked annas = scene.ask(ring(PASSWORD));
        Message wokenForAnna = lamp.expectWakeUp();
        ScriptedLink bertsFirst = bert.firstConnection();
        Ringing bertsRing = Ringing.of(scene.grant(), bert.identity().fingerprint(), RingSystem.PASSWORD)
                .withPassword(PASSWORD);
        Message bertsConnect = bert.connect(bertsRing, bertsFirst);
        bertsFirst.send(bertsConnect);
        Message wokenForBert = lamp.expectWakeUp();

        Message forBert = lamp.bind(wokenForBert).expect(MessageKind.SECOND_REQUEST);
        Message forAnna = lamp.bind(wokenForAnna).expect(MessageKind.SECOND_REQUEST);
        assertArrayEquals(bertsConnect.get(Attributes.BOX), forBert.get(Attributes.BOX));
        assertArrayEquals(annas.connect().get(Attributes.BOX), forAnna.get(Attributes.BOX));
        assertEquals(bertsFirst.local(), forBert.get(Attributes.XOR_PEER_ADDRESS));
        assertEquals(annas.first().local(), forAnna.get(Attributes.XOR_PEER_ADDRESS));
    }

    @Test
    public void aRingThatWaitsForARegistrationKeepsItsPasswordInformation() {
        scene.server().restart();
        Asked asked = scene.ask(ring(PASSWORD));
        Patience.until("the ring waits", () -> scene.server().control().status().pendingRings() == 1);
        lamp.refresh();
        Message request = lamp.bind(lamp.expectWakeUp()).expect(MessageKind.SECOND_REQUEST);
        assertArrayEquals(asked.connect().get(Attributes.BOX), request.get(Attributes.BOX));
    }

    @Test
    public void aFirstRequestWithoutPasswordInformationOrWithTooMuchOfItWakesNobody() {
        ScriptedLink none = scene.issuer().firstConnection();
        byte[] without = Edit.without(none.encoded(scene.issuer().connect(ring(PASSWORD), none)), Attributes.BOX);
        none.sendPlaintext(without);
        refused(none);
        ScriptedLink tooLong = scene.issuer().firstConnection();
        tooLong.sendPlaintext(Edit.with(without, Attributes.BOX.type(), new byte[TOO_LONG]));
        refused(tooLong);
        lamp.expectSilence();
        assertTrue(stage.capture().all(MessageKind.WAKE_UP).isEmpty());
    }

    private static void refused(ScriptedLink first) {
        Message refused = first.expect(MessageKind.CONNECT_REFUSED);
        assertEquals(ErrorCodes.BAD_REQUEST, (int) refused.get(Attributes.ERROR_CODE));
        first.expectEnd();
    }

    @Test
    public void thePasswordInformationOfTheNextRingIsAnother() {
        Secret information = ring(PASSWORD).password().orElseThrow();
        byte[][] proofs = new byte[2][];
        for (int i = 0; i < proofs.length; i++) {
            Asked asked = scene.ask(ring(PASSWORD));
            Message wakeUp = lamp.expectWakeUp();
            ScriptedLink second = lamp.bind(wakeUp);
            Message request = second.expect(MessageKind.SECOND_REQUEST);
            proofs[i] = lamp.open(ServerScene.LAMP, request)
                    .flatMap(BoxContent::passwordProof)
                    .orElseThrow();
            ServerScene.reach(asked, second, wakeUp);
        }
        assertEquals(false, Arrays.equals(proofs[0], proofs[1]));
        assertEquals(false, Arrays.equals(proofs[0], information.copyBytes()));
    }
}
