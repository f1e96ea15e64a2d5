package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.AcceptorUnderTest;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.ScriptedUdp;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The acceptor stores its equipment ID and registers it periodically. */
@Row({8, 23})
public class AcceptorRegistrationRowTest extends WayTest {
    private static final Duration REFRESH = Duration.ofSeconds(25);
    private static final Duration FIRST_REPEAT = Duration.ofMillis(500);
    private static final InetSocketAddress OUTSIDE = new InetSocketAddress("192.0.2.7", 40_000);

    private AcceptorScene scene;
    private ScriptedServer server;
    private AcceptorUnderTest acceptor;

    @Before
    public void start() {
        scene = AcceptorScene.on(stage, way, RingSystem.DATAGRAM);
        server = scene.server();
        acceptor = scene.acceptor();
    }

    private ScriptedUdp.Datagram nextRegistration() {
        acceptor.passTime(REFRESH);
        return server.udp().expect(MessageKind.REGISTER);
    }

    private Message.Builder registered(ScriptedUdp.Datagram registration) {
        return Message.of(MessageKind.REGISTERED, registration.message().transaction())
                .with(Attributes.XOR_MAPPED_ADDRESS, OUTSIDE)
                .with(Attributes.LIFETIME, 180)
                .with(Attributes.SEQUENCE, registration.message().get(Attributes.SEQUENCE))
                .with(Attributes.REFRESH_TIME, (int) REFRESH.toSeconds());
    }

    private Secret registeredKey() {
        return server.mac(AcceptorScene.LAMP, MacUse.REGISTERED);
    }

    @Test
    public void theEquipmentRegistersAgainAndAgain() {
        for (long sequence = 2; sequence <= 4; sequence++) {
            acceptor.passTime(REFRESH);
            Message refresh = server.refreshes(AcceptorScene.LAMP);
            assertEquals(sequence, (long) refresh.get(Attributes.SEQUENCE));
            assertEquals(server.whereIs(AcceptorScene.LAMP), refresh.get(Attributes.REFLEXIVE_ADDRESS));
        }
        List<Message> all = stage.capture().all(MessageKind.REGISTER).stream()
                .map(seen -> seen.message().orElseThrow())
                .toList();
        assertEquals("one question for a nonce, four registrations", 5, all.size());
        assertEquals(
                Set.of(AcceptorScene.LAMP),
                Set.copyOf(all.stream().map(one -> one.get(Attributes.USERNAME)).toList()));
        assertEquals(
                "each has an ID of its own",
                5,
                all.stream().map(Message::transaction).distinct().count());
        assertEquals(Optional.empty(), all.get(1).find(Attributes.REFLEXIVE_ADDRESS));
    }

    @Test
    public void theAddressInTheMessageIsTheOneLastLearnt() {
        ScriptedUdp.Datagram second = nextRegistration();
        server.udp().send(registered(second).build(), registeredKey(), second.source());
        assertEquals(OUTSIDE, nextRegistration().message().get(Attributes.REFLEXIVE_ADDRESS));
    }

    @Test
    public void theSecondRequestFindsTheWayAsAnAnswerToTheLatestRegistration() {
        acceptor.passTime(REFRESH);
        server.refreshes(AcceptorScene.LAMP);
        scene.reached(scene.ring());
    }

    @Test
    public void anAnswerUnderAnotherKeyIsNone() {
        ScriptedUdp.Datagram second = nextRegistration();
        server.udp().send(registered(second).build(), server.authority(), second.source());
        expectRepeat(second);
    }

    @Test
    public void anAnswerFromAnotherAddressIsNone() {
        ScriptedUdp.Datagram second = nextRegistration();
        try (ScriptedUdp foreign = server.elsewhere()) {
            foreign.send(registered(second).build(), registeredKey(), second.source());
            Patience.until("counted", () -> acceptor.counter("udp.foreign-source") == 1);
        }
        expectRepeat(second);
    }

    @Test
    public void anAnswerToAnotherRegistrationIsNone() {
        ScriptedUdp.Datagram second = nextRegistration();
        server.udp().send(registered(second).with(Attributes.SEQUENCE, 1L).build(), registeredKey(), second.source());
        expectRepeat(second);
    }

    /** Nothing but a valid answer stops the repetitions. */
    private void expectRepeat(ScriptedUdp.Datagram registration) {
        acceptor.passTime(FIRST_REPEAT);
        ScriptedUdp.Datagram again = server.udp().next();
        assertEquals(registration.message().transaction(), again.message().transaction());
        server.udp().send(registered(registration).build(), registeredKey(), registration.source());
        assertNotEquals(
                registration.message().transaction(),
                nextRegistration().message().transaction());
    }

    @Test
    public void underAFreshNonceTheSequenceBeginsAgain() {
        ScriptedUdp.Datagram second = nextRegistration();
        server.challenge(second, 438, "obMatJos2AAAAanother");
        Message again = server.refreshes(AcceptorScene.LAMP);
        assertEquals("obMatJos2AAAAanother", again.get(Attributes.NONCE));
        assertEquals(1, (long) again.get(Attributes.SEQUENCE));
    }

    @Test
    public void whoIsToldThatTheLeaseIsUnknownTakesANewOne() {
        ScriptedUdp.Datagram second = nextRegistration();
        server.challenge(second, 401, "obMatJos2AAAAanother");
        acceptor.passTime(Duration.ofSeconds(2));
        server.leases(AcceptorScene.LAMP);
        server.registers(AcceptorScene.LAMP);
        scene.reached(scene.ring());
    }

    @Test
    public void theIdIsStoredOverARestart() {
        scene.restart();
        assertEquals(scene.lamp(), acceptor.status(AcceptorScene.LAMP).key());
        assertFalse(acceptor.status(AcceptorScene.LAMP).passwordStored());
        scene.reached(scene.ring());
        assertTrue(acceptor.stories().get(0).answered());
    }
}
