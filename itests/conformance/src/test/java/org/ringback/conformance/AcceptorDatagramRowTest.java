package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.ScriptedUdp;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.spi.Grant;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The second connection request as an answer to the registration, by datagram. */
@Row({8, 23})
public class AcceptorDatagramRowTest extends WayTest {
    private AcceptorScene scene;
    private ScriptedServer server;

    @Before
    public void start() {
        scene = AcceptorScene.on(stage, way, RingSystem.DATAGRAM);
        server = scene.server();
    }

    private Message request(Ringing ring) {
        return scene.issuer().secondRequest(ring, ScriptedDevice.transaction()).build();
    }

    private Message sealed() {
        return server.datagramRing(AcceptorScene.LAMP, request(scene.ring()));
    }

    private void send(Message ring) {
        server.udp().send(ring, server.whereIs(AcceptorScene.LAMP));
    }

    /** What was sent was not even acknowledged: the next datagrams and the first call are those of a right ring. */
    private void ignored(String counter) {
        Patience.until(counter, () -> scene.acceptor().counter(counter) == 1);
        scene.nothingWentOutBefore(scene.ring());
        server.udp().expectSilence();
    }

    @Test
    public void noSecondConnectionIsOpened() {
        int before = stage.capture().connections("acceptor", "server").size();
        scene.reached(scene.ring());
        assertEquals(before, stage.capture().connections("acceptor", "server").size());
    }

    @Test
    public void aRequestSealedUnderAnotherKeyIsIgnored() {
        server.joins(scene.acceptor(), AcceptorScene.OVEN);
        Message foreign = server.datagramRing(AcceptorScene.OVEN, request(scene.ring()));
        send(Message.of(MessageKind.DATAGRAM_RING, foreign.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CONNECTION_ID, foreign.get(Attributes.CONNECTION_ID))
                .with(Attributes.IN_REPLY_TO, server.latestRegistration(AcceptorScene.LAMP))
                .with(Attributes.SEALED, foreign.get(Attributes.SEALED))
                .build());
        ignored("udp.ring-not-proved");
    }

    @Test
    public void aRequestThatAnswersNoRegistrationIsIgnored() {
        Message ring = sealed();
        send(Message.of(MessageKind.DATAGRAM_RING, ring.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.CONNECTION_ID, ring.get(Attributes.CONNECTION_ID))
                .with(Attributes.IN_REPLY_TO, ScriptedDevice.transaction())
                .with(Attributes.SEALED, ring.get(Attributes.SEALED))
                .build());
        ignored("udp.unknown-registration");
    }

    @Test
    public void aRequestFromAnotherAddressIsIgnored() {
        try (ScriptedUdp foreign = server.elsewhere()) {
            foreign.send(sealed(), server.whereIs(AcceptorScene.LAMP));
            ignored("udp.foreign-source");
        }
    }

    @Test
    public void halfARequestIsIgnored() {
        byte[] bytes = new MessageCodec().encode(sealed());
        server.udp().sendBytes(Arrays.copyOf(bytes, bytes.length / 2), server.whereIs(AcceptorScene.LAMP));
        ignored("udp.truncated");
    }

    @Test
    public void aSealedMessageThatIsNoSecondRequestIsIgnored() {
        send(server.datagramRing(
                AcceptorScene.LAMP, ScriptedServer.result(scene.ring().nonce(), Outcome.REACHED)));
        ignored("udp.ring-not-proved");
    }

    @Test
    public void aRepeatedRequestIsAcknowledgedAgainAndCallsOnce() {
        Message ring = sealed();
        send(ring);
        ScriptedUdp.Datagram first = server.udp().next();
        assertEquals(MessageKind.RING_ACKNOWLEDGED, first.message().kind());
        server.expectDatagramReport(AcceptorScene.LAMP, Outcome.CALLING);
        scene.issuer().expectCall(scene.lamp()).expect(MessageKind.COMMUNICATION_REQUEST);
        send(ring);
        Patience.until("counted", () -> scene.acceptor().counter("datagram-ring.repeated") == 1);
        assertArrayEquals(first.bytes(), server.udp().next().bytes());
        scene.issuer().expectNoCall();
    }

    @Test
    public void aRequestOfTheSystemCallBackIsRefusedByDatagram() {
        scene.acceptor().configure(Map.of("systems", AcceptorScene.LAMP + "=datagram,call-back"));
        scene.ask(scene.ring().withSystem(RingSystem.CALL_BACK)).expectReport(Outcome.REFUSED);
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void onlyTheWantedEquipmentOfSeveralCalls() {
        KeyFingerprint oven = server.joins(scene.acceptor(), AcceptorScene.OVEN);
        Grant grant = server.grants(scene.acceptor(), AcceptorScene.OVEN, new EquipmentId("anna"));
        Ringing ring = scene.ring(grant);
        server.ringByDatagram(AcceptorScene.OVEN, request(ring));
        assertEquals(
                AcceptorScene.OVEN,
                server.udp().expect(MessageKind.RING_ACKNOWLEDGED).message().get(Attributes.USERNAME));
        server.expectDatagramReport(AcceptorScene.OVEN, Outcome.CALLING);
        ScriptedLink call = scene.issuer().expectCall(oven);
        Message request = call.expect(MessageKind.COMMUNICATION_REQUEST);
        assertEquals(AcceptorScene.OVEN, request.get(Attributes.TARGET_ID));
        assertEquals(ring.nonce(), request.get(Attributes.RING_NONCE));
        scene.reached(scene.ring());
        scene.issuer().expectNoCall();
    }
}
