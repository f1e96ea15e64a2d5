package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.ScriptedServer.Bound;
import org.ringback.conformance.fixture.ScriptedUdp;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The third connection request as an answer to the registration, and what comes on the second TCP connection. */
@Row({9, 24})
public class AcceptorWakeUpRowTest extends WayTest {
    private static final Duration SERVER_LIMIT = Duration.ofSeconds(15);
    private static final Duration INSTANT = Duration.ofMillis(1);

    private AcceptorScene scene;
    private ScriptedServer server;
    private int connections;

    @Before
    public void start() {
        scene = AcceptorScene.on(stage, way, RingSystem.CALL_BACK);
        server = scene.server();
        connections = stage.capture().connections("acceptor", "server").size();
    }

    private Message wakeUp() {
        return server.wakeUpMessage(AcceptorScene.LAMP, server.latestRegistration(AcceptorScene.LAMP))
                .build();
    }

    private Secret key() {
        return server.mac(AcceptorScene.LAMP, MacUse.WAKE_UP);
    }

    private void send(Message wakeUp, Secret key) {
        server.udp().send(wakeUp, key, server.whereIs(AcceptorScene.LAMP));
    }

    /** What was sent opened no connection: the next one is that of a right wake-up, and there is but that. */
    private void ignored(String counter) {
        Patience.until(counter, () -> scene.acceptor().counter(counter) == 1);
        scene.reached(scene.ring());
        server.expectNoConnection();
        assertEquals(
                connections + 1,
                stage.capture().connections("acceptor", "server").size());
    }

    @Test
    public void theSecondConnectionComesBehindTheWakeUpAndTheCallBehindTheRequest() {
        scene.acceptor().passTime(INSTANT);
        server.expectNoConnection();
        Bound bound = scene.woken();
        scene.acceptor().passTime(INSTANT);
        scene.issuer().expectNoCall();
        Ringing ring = scene.ring();
        bound.link()
                .send(scene.issuer().secondRequest(ring, bound.transaction()).build());
        ScriptedServer.expectReport(bound, Outcome.CALLING);
        scene.called(ring);
        assertEquals(List.of(), stage.capture().all(MessageKind.DATAGRAM_RING));
    }

    @Test
    public void aWakeUpUnderAnotherKeyIsIgnored() {
        send(wakeUp(), server.authority());
        ignored("udp.wake-up-not-proved");
    }

    @Test
    public void aWakeUpThatAnswersNoRegistrationIsIgnored() {
        send(
                server.wakeUpMessage(AcceptorScene.LAMP, ScriptedDevice.transaction())
                        .build(),
                key());
        ignored("udp.unknown-registration");
    }

    @Test
    public void aWakeUpFromAnotherAddressIsIgnored() {
        try (ScriptedUdp foreign = server.elsewhere()) {
            foreign.send(wakeUp(), key(), server.whereIs(AcceptorScene.LAMP));
            ignored("udp.foreign-source");
        }
    }

    @Test
    public void halfAWakeUpIsIgnored() {
        byte[] bytes = new MessageCodec().encode(wakeUp(), key());
        server.udp().sendBytes(Arrays.copyOf(bytes, bytes.length / 2), server.whereIs(AcceptorScene.LAMP));
        ignored("udp.truncated");
    }

    @Test
    public void aWakeUpInWhichOneBitIsChangedIsIgnored() {
        byte[] bytes = new MessageCodec().encode(wakeUp(), key());
        bytes[bytes.length - 12] ^= 1;
        server.udp().sendBytes(bytes, server.whereIs(AcceptorScene.LAMP));
        ignored("udp.bad-fingerprint");
    }

    @Test
    public void aRepeatedWakeUpOpensOneConnection() {
        Message wakeUp = wakeUp();
        send(wakeUp, key());
        Bound bound = server.binds(AcceptorScene.LAMP, wakeUp.get(Attributes.CONNECTION_ID));
        send(wakeUp, key());
        Patience.until("counted", () -> scene.acceptor().counter("wake-up.repeated") == 1);
        server.expectNoConnection();
        bound.link().expectSilence();
    }

    @Test
    public void aWakeUpThatComesWhileAConnectionIsOpenedWaitsForItsAnswer() {
        scene.woken();
        int id = server.wakeUp(AcceptorScene.LAMP);
        server.expectNoConnection();
        scene.acceptor().passTime(Duration.ofSeconds(2));
        server.binds(AcceptorScene.LAMP, id);
    }

    @Test
    public void onlyTheEquipmentThatWasWokenAnswers() {
        server.joins(scene.acceptor(), AcceptorScene.OVEN);
        int id = server.wakeUp(AcceptorScene.OVEN);
        Bound oven = server.binds(AcceptorScene.OVEN, id);
        assertEquals(
                scene.acceptor().status(AcceptorScene.OVEN).key(), oven.link().peerKey());
        scene.reached(scene.ring());
        oven.link().expectSilence();
        server.expectNoConnection();
    }

    @Test
    public void aWakeUpOfOtherEquipmentIsIgnored() {
        server.joins(scene.acceptor(), AcceptorScene.OVEN);
        connections = stage.capture().connections("acceptor", "server").size();
        send(
                server.wakeUpMessage(AcceptorScene.LAMP, server.latestRegistration(AcceptorScene.OVEN))
                        .build(),
                key());
        ignored("udp.wake-up-not-proved");
    }

    @Test
    public void afterARefusedBindNothingGoesToTheIssuer() {
        Bound bound = scene.woken();
        bound.link()
                .send(Message.of(MessageKind.BIND_REFUSED, bound.transaction())
                        .with(Attributes.ERROR_CODE, 400)
                        .build());
        bound.link().expectEnd();
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void afterSilenceTheSecondConnectionEndsAndNothingGoesToTheIssuer() {
        Bound bound = scene.woken();
        scene.acceptor().passTime(SERVER_LIMIT);
        bound.link().expectEnd();
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void aServerThatIsSilentInTheHandshakeGetsNoBind() {
        scene.acceptor().hastenHandshakes(1_000);
        server.wakeUp(AcceptorScene.LAMP);
        ScriptedLink link = server.acceptRaw();
        Patience.until("given up", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        assertEquals(List.of(), stage.capture().records(link.connection(), "acceptor"));
        scene.acceptor().hastenHandshakes(1);
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void whenTheSecondConnectionIsLostNothingGoesToTheIssuer() {
        scene.woken().link().abort();
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void halfASecondRequestIsNone() {
        Bound bound = scene.woken();
        byte[] request = bound.link().encoded(request(bound));
        bound.link().sendPlaintext(Arrays.copyOf(request, request.length - 1)).finish();
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void aSecondRequestInPiecesIsOne() {
        Bound bound = scene.woken();
        byte[] request = bound.link().encoded(request(bound));
        bound.link().sendPlaintext(Arrays.copyOf(request, 30));
        bound.link().sendPlaintext(Arrays.copyOfRange(request, 30, request.length));
        ScriptedServer.expectReport(bound, Outcome.CALLING);
    }

    @Test
    public void aSecondRequestOutsideTheProtectionIsNone() {
        Bound bound = scene.woken();
        bound.link().sendRaw(bound.link().encoded(request(bound))).finish();
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void aSecondRequestThatAnswersSomethingElseIsNone() {
        Bound bound = scene.woken();
        bound.link()
                .send(scene.issuer()
                        .secondRequest(scene.ring(), ScriptedDevice.transaction())
                        .build());
        bound.link().expectEnd();
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void anotherMessageThanASecondRequestIsNone() {
        Bound bound = scene.woken();
        bound.link().send(ScriptedServer.result(scene.ring().nonce(), Outcome.REACHED));
        bound.link().expectEnd();
        scene.nothingWentOutBefore(scene.ring());
    }

    @Test
    public void aRequestOfTheSystemDatagramIsRefusedOnTheSecondConnection() {
        scene.acceptor().configure(Map.of("systems", AcceptorScene.LAMP + "=datagram,call-back"));
        scene.ask(scene.ring().withSystem(RingSystem.DATAGRAM)).expectReport(Outcome.REFUSED);
        scene.nothingWentOutBefore(scene.ring());
    }

    private Message request(Bound bound) {
        return scene.issuer().secondRequest(scene.ring(), bound.transaction()).build();
    }
}
