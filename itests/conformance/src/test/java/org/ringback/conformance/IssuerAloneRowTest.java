package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.IssuerUnderTest;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kit.Patience;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The issuer asks over the first TCP connection, and answers the communication request with an acceptance. */
@Row({5, 20})
public class IssuerAloneRowTest extends WayTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");

    private ScriptedServer server;
    private ScriptedAcceptor lamp;
    private IssuerUnderTest issuer;
    private KeyFingerprint anna;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        server = stage.serverForIssuer(way);
        lamp = stage.scriptedAcceptor(way);
        issuer = stage.issuer();
        anna = server.accepts(issuer, lamp.grant(LAMP, server.ticket(ANNA, Role.ISSUER), Set.of(RingSystem.CALL_BACK)));
    }

    @Test
    public void theRequestGoesOutTheCallComesInAndIsAccepted() {
        Ring ring = issuer.ring(LAMP, RingSystem.CALL_BACK);
        ScriptedLink first = server.accept();
        Message connect = first.expect(MessageKind.CONNECT);
        assertEquals(LAMP, connect.get(Attributes.TARGET_ID));
        assertEquals(first.remote(), connect.get(Attributes.CALLBACK_ADDRESS));
        assertEquals(ring.nonce(), connect.get(Attributes.RING_NONCE));
        first.send(server.connectAnswer(connect, lamp.identity().fingerprint()));

        ScriptedLink call = lamp.call(first.remote(), anna);
        call.send(ScriptedAcceptor.communicationRequest(LAMP, ring.nonce()));
        Message accepted = call.expect(MessageKind.ACCEPTED);
        assertEquals(ring.nonce(), accepted.get(Attributes.RING_NONCE));

        first.send(ScriptedServer.result(ring.nonce(), Outcome.REACHED));
        first.expectEnd();
        assertTrue(Patience.get(ring.answer()).answered());
        call.expectCall().expectSilence();
    }

    @Test
    public void aCallOfAnotherRingIsRefusedAndTheRightOneTaken() {
        Ring ring = issuer.ring(LAMP, RingSystem.CALL_BACK);
        ScriptedLink first = server.accept();
        InetSocketAddress issuersAddress = first.remote();
        first.expect(MessageKind.CONNECT);

        ScriptedLink wrong = lamp.call(issuersAddress, anna);
        wrong.send(ScriptedAcceptor.communicationRequest(LAMP, RingNonce.of(new byte[RingNonce.LENGTH])));
        assertEquals(403, (int) wrong.expect(MessageKind.REFUSED).get(Attributes.ERROR_CODE));
        wrong.expectEnd();

        ScriptedLink right = lamp.call(issuersAddress, anna);
        right.send(ScriptedAcceptor.communicationRequest(LAMP, ring.nonce()));
        right.expect(MessageKind.ACCEPTED);
    }
}
