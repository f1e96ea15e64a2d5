package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedAcceptor.DatagramRing;
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

/** The server answers a first request with the second, in a datagram that answers the wanted equipment's registration. */
@Row({1, 16})
public class ServerDatagramRowTest extends WayTest {
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
        return scene.ask(RingSystem.DATAGRAM);
    }

    @Test
    public void registrationFirstRequestSecondRequestAndResultComeInThisOrder() {
        int dialled = stage.capture().connections("acceptor", "server").size();
        Asked asked = ask();
        List<Seen> requests = stage.capture().records(asked.first().connection(), "issuer");
        Seen request = requests.get(requests.size() - 1);
        DatagramRing came = lamp.expectDatagramRing();
        lamp.acknowledge(came.ring());
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        asked.first().expectSilence();
        lamp.reportByDatagram(came.ring().get(Attributes.CONNECTION_ID), Outcome.REACHED);
        ServerScene.end(asked, Outcome.REACHED);

        Seen ring = stage.capture().first(MessageKind.DATAGRAM_RING);
        stage.capture().before(stage.capture().first(MessageKind.REGISTERED), request);
        stage.capture().before(request, ring);
        assertEquals(List.of(), stage.capture().all(MessageKind.WAKE_UP));
        assertEquals(dialled, stage.capture().connections("acceptor", "server").size());
    }

    @Test
    public void theIssuersRowStandsWhileItsFirstConnectionDoes() {
        assertEquals(false, scene.server().row(ServerScene.ANNA).isPresent());
        Asked asked = ask();
        lamp.expectDatagramRing();
        assertEquals(
                asked.first().local(),
                scene.server().row(ServerScene.ANNA).orElseThrow().address());
        assertEquals(
                Role.ISSUER, scene.server().row(ServerScene.ANNA).orElseThrow().role());
        asked.first().close();
        Patience.until(
                "the row goes with the connection",
                () -> scene.server().row(ServerScene.ANNA).isEmpty());
    }

    @Test
    public void theAddressObservedTakesThePlaceOfTheOneInTheFirstRequest() {
        Ringing ring = scene.ring(RingSystem.DATAGRAM);
        ScriptedLink first = scene.issuer().firstConnection();
        InetSocketAddress said =
                new InetSocketAddress(way.family().loopback(), first.local().getPort() ^ 1);
        first.send(scene.issuer().connect(ring, said, ring.box()));
        assertEquals(first.local(), lamp.expectDatagramRing().secondRequest().get(Attributes.XOR_PEER_ADDRESS));
    }

    @Test
    public void theRingGoesWhereTheLatestRegistrationCameFrom() {
        ScriptedUdp before = lamp.udp();
        lamp.moveElsewhere();
        lamp.refresh();
        ask();
        DatagramRing came = lamp.expectDatagramRing();
        assertEquals(ServerScene.LAMP, came.secondRequest().get(Attributes.TARGET_ID));
        lamp.acknowledge(came.ring());
        lamp.expectSilence();
        before.expectSilence();
    }

    @Test
    public void aRingForEquipmentWithoutAnAddressGoesOutAsTheAnswerToItsNextRegistration() {
        scene.server().restart();
        Asked asked = ask();
        Patience.until("the ring waits", () -> scene.server().control().status().pendingRings() == 1);
        asked.first().expectSilence();
        lamp.refresh();
        DatagramRing came = lamp.expectDatagramRing();
        assertArrayEquals(
                asked.connect().get(Attributes.BOX), came.secondRequest().get(Attributes.BOX));
        stage.capture()
                .before(
                        stage.capture().all(MessageKind.REGISTERED).get(2),
                        stage.capture().first(MessageKind.DATAGRAM_RING));
    }

    @Test
    public void aNewerRegistrationIsAnsweredWithTheRingSealedAnew() {
        ask();
        DatagramRing first = lamp.expectDatagramRing();
        lamp.refresh();
        DatagramRing second = lamp.expectDatagramRing();
        assertEquals(
                first.secondRequest().get(Attributes.RING_NONCE),
                second.secondRequest().get(Attributes.RING_NONCE));
        assertEquals(first.ring().get(Attributes.CONNECTION_ID), second.ring().get(Attributes.CONNECTION_ID));
        assertNotEquals(first.ring().transaction(), second.ring().transaction());
        assertNotEquals(first.ring().get(Attributes.IN_REPLY_TO), second.ring().get(Attributes.IN_REPLY_TO));
    }

    @Test
    public void theDatagramIsRepeatedByteByByteUntilItIsAcknowledged() {
        ask();
        Message ring = lamp.expectDatagramRing().ring();
        scene.server().passTime(Duration.ofMillis(500));
        byte[] repeated = lamp.udp().next().bytes();
        assertArrayEquals(stage.capture().first(MessageKind.DATAGRAM_RING).bytes(), repeated);
        scene.server().passTime(Duration.ofMillis(500));
        assertArrayEquals(repeated, lamp.udp().next().bytes());
        lamp.acknowledge(ring);
        lamp.refresh();
        scene.server().passTime(Duration.ofSeconds(5));
        lamp.expectSilence();
        assertEquals(3, stage.capture().all(MessageKind.DATAGRAM_RING).size());
    }

    @Test
    public void whateverTheReportSaysElseTheIssuerOnlyLearnsNotReached() {
        Asked asked = ask();
        Message ring = lamp.expectDatagramRing().ring();
        asked.first().expect(MessageKind.CONNECT_ANSWER);
        lamp.reportByDatagram(ring.get(Attributes.CONNECTION_ID), Outcome.WRONG_KEY);
        ServerScene.end(asked, Outcome.NOT_REACHED);
    }
}
