package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedUdp;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerScene.Asked;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.kit.Seen;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The server wakes the wanted equipment, and gives the second request to the second TCP connection that answers. */
@Row({2, 17})
public class ServerWakeUpRowTest extends WayTest {
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

    private Asked ask() {
        return scene.ask(RingSystem.CALL_BACK);
    }

    @Test
    public void firstRequestWakeUpSecondConnectionAndSecondRequestComeInThisOrder() {
        Asked asked = ask();
        List<Seen> requests = stage.capture().records(asked.first().connection(), "issuer");
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.dial();
        asked.first().expectSilence();
        second.expectSilence();
        second.send(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID)));
        assertArrayEquals(
                asked.connect().get(Attributes.BOX),
                second.expect(MessageKind.SECOND_REQUEST).get(Attributes.BOX));
        ServerScene.reach(asked, second, wakeUp);

        Seen woken = stage.capture().first(MessageKind.WAKE_UP);
        Seen dialled = stage.capture().on(second.connection()).get(0);
        stage.capture().before(requests.get(requests.size() - 1), woken);
        stage.capture().before(woken, dialled);
        assertEquals(List.of(), stage.capture().all(MessageKind.DATAGRAM_RING));
        scene.oven().expectSilence();
    }

    @Test
    public void aWakeUpSaysWhichRingAndWhichRegistrationAndNothingElse() {
        ask();
        lamp.expectWakeUp();
        assertEquals(
                Set.of(
                        Attributes.PROTOCOL.type(),
                        Attributes.CONNECTION_ID.type(),
                        Attributes.IN_REPLY_TO.type(),
                        Attributes.SEQUENCE.type(),
                        Attributes.MESSAGE_INTEGRITY_SHA256.type(),
                        Attributes.FINGERPRINT.type()),
                Edit.types(stage.capture().first(MessageKind.WAKE_UP).bytes()));
    }

    @Test
    public void theWakeUpGoesWhereTheLatestRegistrationCameFrom() {
        ScriptedUdp before = lamp.udp();
        lamp.moveElsewhere();
        lamp.refresh();
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.takes(wakeUp);
        ServerScene.reach(asked, second, wakeUp);
        before.expectSilence();
    }

    @Test
    public void theWakeUpIsRepeatedUnderTheSameNumberUntilTheSecondConnectionComes() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        for (int millis : new int[] {500, 500, 1_000}) {
            scene.server().passTime(Duration.ofMillis(millis));
            Message repeated = lamp.udp().next().message();
            assertEquals(MessageKind.WAKE_UP, repeated.kind());
            assertEquals(wakeUp.transaction(), repeated.transaction());
            assertEquals(wakeUp.get(Attributes.CONNECTION_ID), repeated.get(Attributes.CONNECTION_ID));
        }
        assertEquals(
                List.of(1L, 2L, 3L, 4L),
                stage.capture().all(MessageKind.WAKE_UP).stream()
                        .map(seen -> seen.message().orElseThrow().get(Attributes.SEQUENCE))
                        .toList());
        ScriptedLink second = lamp.takes(wakeUp);
        scene.server().passTime(Duration.ofSeconds(5));
        ServerScene.reach(asked, second, wakeUp);
        lamp.expectSilence();
        assertEquals(4, stage.capture().all(MessageKind.WAKE_UP).size());
    }

    @Test
    public void aNewerRegistrationIsAnsweredWithTheWakeUpAnew() {
        Asked asked = ask();
        Message before = lamp.expectWakeUp();
        lamp.refresh();
        Message anew = lamp.expectWakeUp();
        assertEquals(before.get(Attributes.CONNECTION_ID), anew.get(Attributes.CONNECTION_ID));
        assertNotEquals(before.get(Attributes.IN_REPLY_TO), anew.get(Attributes.IN_REPLY_TO));
        ScriptedLink second = lamp.takes(anew);
        ServerScene.reach(asked, second, anew);
    }

    @Test
    public void aRingForEquipmentWithoutAnAddressWakesItInAnswerToItsNextRegistration() {
        scene.server().restart();
        Asked asked = ask();
        Patience.until("the ring waits", () -> scene.server().control().status().pendingRings() == 1);
        lamp.refresh();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.bind(wakeUp);
        assertEquals(
                asked.first().local(), second.expect(MessageKind.SECOND_REQUEST).get(Attributes.XOR_PEER_ADDRESS));
    }

    @Test
    public void theIssuerIsToldTheAcceptorsKeyOnceTheBindCameAndNotItsAddress() {
        Asked asked = ask();
        lamp.takes(lamp.expectWakeUp());
        Message answer = asked.first().expect(MessageKind.CONNECT_ANSWER);
        assertEquals(lamp.identity().fingerprint(), answer.get(Attributes.ACCEPTOR_KEY));
        assertTrue(answer.find(Attributes.ACCEPTOR_ADDRESS).isEmpty());
    }

    @Test
    public void twoRingsForOnePieceOfEquipmentGoOnSideBySide() {
        Asked one = ask();
        Message first = lamp.expectWakeUp();
        Asked other = ask();
        Message second = lamp.expectWakeUp();
        ScriptedLink bindOfOther = lamp.bind(second);
        ScriptedLink bindOfOne = lamp.bind(first);
        assertEquals(
                other.ring().nonce(),
                bindOfOther.expect(MessageKind.SECOND_REQUEST).get(Attributes.RING_NONCE));
        assertEquals(
                one.ring().nonce(), bindOfOne.expect(MessageKind.SECOND_REQUEST).get(Attributes.RING_NONCE));
        bindOfOne.send(ScriptedAcceptor.report(first.get(Attributes.CONNECTION_ID), Outcome.REFUSED));
        one.first().expect(MessageKind.CONNECT_ANSWER);
        ServerScene.end(one, Outcome.NOT_REACHED);
        ServerScene.reach(other, bindOfOther, second);
    }
}
