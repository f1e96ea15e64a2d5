package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.crypto.Grant;
import org.ringback.conformance.fixture.AcceptorUnderTest;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.ScriptedServer.Bound;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Way;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The acceptor opens the second TCP connection when it is woken, takes the request there, and calls back. */
@RunWith(Parameterized.class)
@Row({9, 24})
public class AcceptorAloneRowTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");

    @Rule
    public final Stage stage = new Stage();

    private final Way way;
    private ScriptedServer server;
    private ScriptedIssuer issuer;
    private AcceptorUnderTest acceptor;
    private Grant grant;

    public AcceptorAloneRowTest(Way way) {
        this.way = way;
    }

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        server = stage.serverForAcceptor(way);
        issuer = stage.scriptedIssuer(way);
        issuer.listen();
        acceptor = stage.acceptor();
        server.joins(acceptor, LAMP);
        grant = server.grants(acceptor, LAMP, ANNA);
    }

    private Bound woken() {
        return server.binds(LAMP, server.wakeUp(LAMP));
    }

    private Ringing ring(RingSystem system) {
        return Ringing.of(grant, issuer.identity().fingerprint(), system);
    }

    @Test
    public void aWakeUpLeadsToTheSecondConnectionTheRequestAndTheCall() {
        Bound second = woken();
        Ringing ring = ring(RingSystem.CALL_BACK);
        second.link().send(issuer.secondRequest(ring, second.transaction()).build());
        ScriptedServer.expectReport(second, Outcome.CALLING);

        ScriptedLink call = issuer.expectCall(grant.identity());
        Message request = call.expect(MessageKind.COMMUNICATION_REQUEST);
        assertEquals(LAMP, request.get(Attributes.TARGET_ID));
        assertEquals(ring.nonce(), request.get(Attributes.RING_NONCE));
        call.expectSilence();
        ScriptedIssuer.accept(call, request);
        ScriptedServer.expectReport(second, Outcome.REACHED);
    }

    @Test
    public void afterAWrongGrantProofNotOnePacketGoesToTheIssuer() {
        Bound second = woken();
        Ringing wrong = ring(RingSystem.CALL_BACK).withGrantSecret(server.authority());
        second.link().send(issuer.secondRequest(wrong, second.transaction()).build());
        ScriptedServer.expectReport(second, Outcome.REFUSED);
        second.link().expectEnd();
        issuer.expectNoCall();
        stage.capture().noPacketToIssuer();
    }
}
