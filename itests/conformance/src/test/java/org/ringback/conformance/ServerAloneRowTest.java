package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.spi.Grant;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The server passes a ring on, as an answer to the registration of the wanted equipment alone. */
public class ServerAloneRowTest extends WayTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId OVEN = new EquipmentId("oven-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");

    private ScriptedAcceptor lamp;
    private ScriptedAcceptor oven;
    private ScriptedIssuer issuer;
    private Grant grant;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        ServerUnderTest server = stage.server();
        lamp = stage.scriptedAcceptor(way);
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR, way));
        oven = stage.scriptedAcceptor(way);
        oven.join(server.enrol(OVEN, Role.ACCEPTOR, way));
        grant = lamp.grant(ANNA, Set.of(RingSystem.DATAGRAM, RingSystem.CALL_BACK));
        issuer = stage.scriptedIssuer(way);
        issuer.enrol(grant.invitation());
    }

    private Ringing ring(RingSystem system) {
        return Ringing.of(grant, issuer.identity().fingerprint(), system);
    }

    @Test
    @Row({1, 16})
    public void theSecondRequestGoesSealedToTheAddressOfTheWantedEquipmentAlone() {
        ScriptedLink first = issuer.firstConnection();
        Message connect = issuer.connect(ring(RingSystem.DATAGRAM), first);
        first.send(connect);

        ScriptedAcceptor.DatagramRing came = lamp.expectDatagramRing();
        lamp.acknowledge(came.ring());
        assertEquals(LAMP, came.secondRequest().get(Attributes.TARGET_ID));
        assertEquals(first.local(), came.secondRequest().get(Attributes.XOR_PEER_ADDRESS));
        assertArrayEquals(connect.get(Attributes.BOX), came.secondRequest().get(Attributes.BOX));
        first.expect(MessageKind.CONNECT_ANSWER);
        lamp.reportByDatagram(came.ring().get(Attributes.CONNECTION_ID), Outcome.REACHED);
        assertEquals(Outcome.REACHED, first.expect(MessageKind.RESULT).get(Attributes.OUTCOME));
        first.expectEnd();
        oven.expectSilence();
    }

    @Test
    @Row({2, 17})
    public void theSecondRequestGoesOverTheSecondConnectionThatAWakeUpAskedFor() {
        ScriptedLink first = issuer.firstConnection();
        Message connect = issuer.connect(ring(RingSystem.CALL_BACK), first);
        first.send(connect);

        Message wakeUp = lamp.expectWakeUp();
        first.expectSilence();
        ScriptedLink second = lamp.bind(wakeUp);
        Message request = second.expect(MessageKind.SECOND_REQUEST);
        assertEquals(first.local(), request.get(Attributes.XOR_PEER_ADDRESS));
        assertArrayEquals(connect.get(Attributes.BOX), request.get(Attributes.BOX));
        assertEquals(
                lamp.identity().fingerprint(),
                first.expect(MessageKind.CONNECT_ANSWER).get(Attributes.ACCEPTOR_KEY));
        second.send(ScriptedAcceptor.report(wakeUp.get(Attributes.CONNECTION_ID), Outcome.REACHED));
        assertEquals(Outcome.REACHED, first.expect(MessageKind.RESULT).get(Attributes.OUTCOME));
        first.expectEnd();
        oven.expectSilence();
    }

    @Test
    @Row({2, 17})
    public void aBindWithoutAWakeUpIsRefused() {
        assertEquals(
                400, (int) lamp.bind(4_711).expect(MessageKind.BIND_REFUSED).get(Attributes.ERROR_CODE));
    }
}
