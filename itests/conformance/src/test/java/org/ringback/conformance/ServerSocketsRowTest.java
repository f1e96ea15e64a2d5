package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.net.AddressText;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerScene;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Way;
import org.ringback.kit.Family;
import org.ringback.kit.Tickets;
import org.ringback.spi.Grant;
import org.ringback.spi.Ticket;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Of a server's several sockets the one that took the registration answers it: the equipment registers at one address,
 * the issuer dials another.
 */
public class ServerSocketsRowTest {
    private static final Way WAY = new Way(Family.IPV4, ProtectionId.TLS13);

    @Rule
    public final Stage stage = new Stage();

    private ServerUnderTest server;
    private InetSocketAddress other;
    private ScriptedAcceptor lamp;
    private ScriptedIssuer issuer;
    private Grant grant;

    @Before
    public void start() {
        server = stage.server(Map.of("listen", "127.0.0.1:0, 127.0.0.2:0, [::1]:0"));
        other = server.control().status().addresses().stream()
                .filter(address -> address.getAddress().getHostAddress().equals("127.0.0.2"))
                .findFirst()
                .orElseThrow();
        lamp = stage.scriptedAcceptor(WAY);
        lamp.join(server.enrol(ServerScene.LAMP, Role.ACCEPTOR, Set.of(ProtectionId.TLS13), AddressText.print(other)));
        grant = lamp.grant(ServerScene.ANNA, Set.of(RingSystem.DATAGRAM, RingSystem.CALL_BACK));
        Ticket invitation = grant.invitation();
        issuer = stage.scriptedIssuer(WAY);
        issuer.enrol(Tickets.at(invitation, AddressText.print(server.address(Family.IPV4))));
    }

    private ScriptedLink ask(RingSystem system) {
        ScriptedLink first = issuer.firstConnection();
        first.send(issuer.connect(Ringing.of(grant, issuer.identity().fingerprint(), system), first));
        assertNotEquals(other, first.remote());
        return first;
    }

    @Test
    @Row({1, 16})
    public void theSecondRequestLeavesFromTheSocketThatTookTheRegistration() {
        ask(RingSystem.DATAGRAM);
        assertEquals(other, lamp.udp().expect(MessageKind.DATAGRAM_RING).source());
    }

    @Test
    @Row({2, 17})
    public void theWakeUpLeavesFromTheSocketThatTookTheRegistration() {
        ask(RingSystem.CALL_BACK);
        assertEquals(other, lamp.udp().expect(MessageKind.WAKE_UP).source());
    }

    @Test
    @Row({2, 17})
    public void theSecondConnectionMayComeToAnotherAddressThanTheFirst() {
        ScriptedLink first = ask(RingSystem.CALL_BACK);
        Message wakeUp = lamp.expectWakeUp();
        ScriptedLink second = lamp.bind(wakeUp);
        assertEquals(other, second.remote());
        second.expect(MessageKind.SECOND_REQUEST);
        first.expect(MessageKind.CONNECT_ANSWER);
    }
}
