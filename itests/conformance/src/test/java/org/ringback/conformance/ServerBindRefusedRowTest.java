package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerScene.Asked;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Nobody but the equipment that was woken gets the second request, once; and what becomes of a ring that breaks off. */
@Row({2, 17})
public class ServerBindRefusedRowTest extends WayTest {
    private ServerScene scene;
    private ScriptedAcceptor lamp;

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
        lamp = scene.lamp();
    }

    private Asked ask() {
        return scene.ask(RingSystem.CALL_BACK);
    }

    private static void refused(ScriptedLink second, int code) {
        assertEquals(code, (int) second.expect(MessageKind.BIND_REFUSED).get(Attributes.ERROR_CODE));
        second.expectEnd();
    }

    /** The ring is as it was: the equipment that was woken still gets the second request. */
    private void stillOpen(Asked asked, Message wakeUp) {
        asked.first().expectSilence();
        ScriptedLink second = lamp.takes(wakeUp);
        ServerScene.reach(asked, second, wakeUp);
    }

    @Test
    public void otherEquipmentDoesNotGetTheRing() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        refused(scene.oven().bind(wakeUp), ErrorCodes.BAD_REQUEST);
        stillOpen(asked, wakeUp);
    }

    @Test
    public void otherEquipmentDoesNotGetTheRingByNamingTheWantedOne() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        refused(scene.oven().dial().send(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID))), ErrorCodes.FORBIDDEN);
        stillOpen(asked, wakeUp);
    }

    @Test
    public void aKeyThatIsNotEnrolledDoesNotGetTheRing() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        refused(
                lamp.dialAs(Crypto.IDENTITIES.create()).send(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID))),
                ErrorCodes.FORBIDDEN);
        stillOpen(asked, wakeUp);
    }

    @Test
    public void theIssuersOwnKeyDoesNotGetTheRing() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        refused(
                scene.issuer().dial().send(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID))),
                ErrorCodes.FORBIDDEN);
        stillOpen(asked, wakeUp);
    }

    @Test
    public void aNumberIsTakenOnce() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.takes(wakeUp);
        refused(lamp.bind(wakeUp), ErrorCodes.BAD_REQUEST);
        ServerScene.reach(asked, second, wakeUp);
    }

    @Test
    public void aDatagramRingIsNotBound() {
        scene.ask(RingSystem.DATAGRAM);
        refused(lamp.bind(lamp.expectDatagramRing().ring()), ErrorCodes.BAD_REQUEST);
    }

    @Test
    public void noAcknowledgementOrReportByUdpBringsOrEndsARingThatWantsASecondConnection() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        lamp.udp()
                .send(
                        Message.of(MessageKind.RING_ACKNOWLEDGED, wakeUp.transaction())
                                .with(Attributes.USERNAME, lamp.id())
                                .with(Attributes.CONNECTION_ID, wakeUp.get(Attributes.CONNECTION_ID))
                                .build(),
                        lamp.mac(MacUse.RING_ACKNOWLEDGED),
                        lamp.server());
        lamp.reportByDatagram(wakeUp.get(Attributes.CONNECTION_ID), Outcome.REACHED);
        stillOpen(asked, wakeUp);
        assertEquals(List.of(), stage.capture().all(MessageKind.DATAGRAM_RING));
    }

    @Test
    public void aRingWhoseIssuerIsGoneIsGone() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        asked.first().abort();
        Patience.until(
                "the ring is gone", () -> scene.server().control().status().pendingRings() == 0);
        refused(lamp.bind(wakeUp), ErrorCodes.BAD_REQUEST);
    }

    @Test
    public void aRingWhoseIssuerWasRevokedIsGone() {
        ask();
        Message wakeUp = lamp.expectWakeUp();
        Patience.get(scene.server().control().revoke(ServerScene.ANNA));
        refused(lamp.bind(wakeUp), ErrorCodes.BAD_REQUEST);
    }

    @Test
    public void withoutASecondConnectionTheIssuerIsRefusedOnceTheNextRegistrationIsOverdue() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        scene.server().passTime(Duration.ofSeconds(30));
        Message refused = asked.first().expect(MessageKind.CONNECT_REFUSED);
        assertEquals(ErrorCodes.NOT_REGISTERED, (int) refused.get(Attributes.ERROR_CODE));
        asked.first().expectEnd();
        refused(lamp.bind(wakeUp), ErrorCodes.BAD_REQUEST);
    }

    @Test
    public void withoutAReportTheIssuerHearsAfterTenSeconds() {
        Asked asked = ask();
        ScriptedLink second = lamp.takes(lamp.expectWakeUp());
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        scene.server().passTime(Duration.ofSeconds(10));
        ServerScene.end(asked, Outcome.NOT_REACHED);
        second.expectEnd();
    }

    @Test
    public void aSecondConnectionLostBeforeTheReportEndsTheRing() {
        Asked asked = ask();
        ScriptedLink second = lamp.takes(lamp.expectWakeUp());
        second.abort();
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        ServerScene.end(asked, Outcome.NOT_REACHED);
    }

    @Test
    public void aSecondConnectionLostBeforeItsBindChangesNothing() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink lost = lamp.dial();
        byte[] bind = lost.encoded(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID)));
        lost.sendPlaintext(Arrays.copyOf(bind, bind.length - 1));
        lost.finish();
        lost.expectEnd();
        stillOpen(asked, wakeUp);
    }

    @Test
    public void aBindWithoutANumberIsMalformed() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.dial();
        second.sendPlaintext(Edit.without(
                second.encoded(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID))), Attributes.CONNECTION_ID));
        refused(second, ErrorCodes.BAD_REQUEST);
        stillOpen(asked, wakeUp);
    }

    @Test
    public void aReportAheadOfTheBindCountsForNothing() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.dial();
        second.send(ScriptedAcceptor.report(wakeUp.get(Attributes.CONNECTION_ID), Outcome.REACHED));
        second.send(lamp.bindMessage(wakeUp.get(Attributes.CONNECTION_ID)));
        second.expect(MessageKind.SECOND_REQUEST);
        ServerScene.reach(asked, second, wakeUp);
    }

    @Test
    public void aReportOfAnotherRingCountsForNothing() {
        Asked asked = ask();
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.takes(wakeUp);
        second.send(ScriptedAcceptor.report(wakeUp.get(Attributes.CONNECTION_ID) + 1, Outcome.REFUSED));
        second.send(ScriptedAcceptor.report(wakeUp.get(Attributes.CONNECTION_ID), Outcome.CALLING));
        ServerScene.reach(asked, second, wakeUp);
    }
}
