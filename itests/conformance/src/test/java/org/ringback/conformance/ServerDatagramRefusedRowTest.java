package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
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

/** What the server does when, in system datagram, nothing or the wrong thing comes back. */
@Row({1, 16})
public class ServerDatagramRefusedRowTest extends WayTest {
    private ServerScene scene;
    private ScriptedAcceptor lamp;

    @Before
    public void start() {
        scene = ServerScene.on(stage, way);
        lamp = scene.lamp();
    }

    private Asked ask() {
        return scene.ask(RingSystem.DATAGRAM);
    }

    private Message acknowledgement(Message ring, int connectionId) {
        return Message.of(MessageKind.RING_ACKNOWLEDGED, ring.transaction())
                .with(Attributes.USERNAME, lamp.id())
                .with(Attributes.CONNECTION_ID, connectionId)
                .build();
    }

    /** The datagram is still not acknowledged: half a second later it comes again. */
    private void stillRepeated() {
        // Behind this answer the acknowledgement was judged.
        scene.oven().refresh();
        long before = stage.capture().all(MessageKind.DATAGRAM_RING).size();
        scene.server().passTime(Duration.ofMillis(500));
        stage.capture()
                .await(
                        "another datagram ring",
                        unit -> stage.capture().all(MessageKind.DATAGRAM_RING).size() > before);
    }

    @Test
    public void withoutAnAcknowledgementTheIssuerHearsOnceTheNextRegistrationIsOverdue() {
        Asked asked = ask();
        lamp.expectDatagramRing();
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        scene.server().passTime(Duration.ofSeconds(30));
        ServerScene.end(asked, Outcome.NOT_REACHED);
    }

    @Test
    public void withoutAReportTheIssuerHearsAfterTenSeconds() {
        Asked asked = ask();
        lamp.acknowledge(lamp.expectDatagramRing().ring());
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        lamp.expectSilence();
        scene.server().passTime(Duration.ofSeconds(10));
        ServerScene.end(asked, Outcome.NOT_REACHED);
    }

    @Test
    public void aRingForEquipmentThatDoesNotRegisterIsRefusedAfterThirtyFiveSeconds() {
        scene.server().restart();
        Asked asked = ask();
        Patience.until("the ring waits", () -> scene.server().control().status().pendingRings() == 1);
        scene.server().passTime(Duration.ofSeconds(34));
        asked.first().expectSilence();
        scene.server().passTime(Duration.ofSeconds(1));
        Message refused = asked.first().expect(MessageKind.CONNECT_REFUSED);
        assertEquals(ErrorCodes.NOT_REGISTERED, (int) refused.get(Attributes.ERROR_CODE));
        asked.first().expectEnd();
        lamp.refresh();
        lamp.expectSilence();
    }

    @Test
    public void anAcknowledgementUnderAnotherKeyCountsForNothing() {
        ask();
        Message ring = lamp.expectDatagramRing().ring();
        lamp.udp()
                .send(
                        acknowledgement(ring, ring.get(Attributes.CONNECTION_ID)),
                        scene.oven().mac(MacUse.RING_ACKNOWLEDGED),
                        lamp.server());
        stillRepeated();
    }

    @Test
    public void anAcknowledgementOfAnotherRingCountsForNothing() {
        ask();
        Message ring = lamp.expectDatagramRing().ring();
        lamp.udp()
                .send(
                        acknowledgement(ring, ring.get(Attributes.CONNECTION_ID) + 1),
                        lamp.mac(MacUse.RING_ACKNOWLEDGED),
                        lamp.server());
        stillRepeated();
    }

    @Test
    public void aReportOfOtherEquipmentCountsForNothing() {
        Asked asked = ask();
        int connectionId = lamp.expectDatagramRing().ring().get(Attributes.CONNECTION_ID);
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        scene.oven().reportByDatagram(connectionId, Outcome.REACHED);
        asked.first().expectSilence();
        lamp.reportByDatagram(connectionId, Outcome.UNREACHABLE);
        ServerScene.end(asked, Outcome.NOT_REACHED);
    }

    @Test
    public void aRingWhoseIssuerIsGoneIsNotRepeated() {
        Asked asked = ask();
        lamp.expectDatagramRing();
        asked.first().abort();
        Patience.until(
                "the ring is gone", () -> scene.server().control().status().pendingRings() == 0);
        scene.server().passTime(Duration.ofSeconds(5));
        lamp.expectSilence();
        assertEquals(1, stage.capture().all(MessageKind.DATAGRAM_RING).size());
    }

    @Test
    public void anAnswerToAnEarlierRegistrationIsStillTaken() {
        Asked asked = ask();
        Message ring = lamp.expectDatagramRing().ring();
        lamp.refresh();
        lamp.expectDatagramRing();
        lamp.acknowledge(ring);
        lamp.reportByDatagram(ring.get(Attributes.CONNECTION_ID), Outcome.REACHED);
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        ServerScene.end(asked, Outcome.REACHED);
    }
}
