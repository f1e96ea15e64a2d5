package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.Protection;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.BadCredentials;
import org.ringback.conformance.fixture.BadCredentials.Fault;
import org.ringback.conformance.fixture.Patience;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.conformance.fixture.Seen;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Way;
import org.ringback.spi.ProtectionSession;
import org.ringback.wire.MessageKind;

/**
 * A server's chain on the second TCP connection with one thing wrong: nothing but FIN or RST follows (on tls13, behind
 * the alert that TLS asks for), no third information, no bind, and nothing goes to the issuer. The chain with nothing
 * wrong, made the same way, is taken.
 */
@RunWith(Parameterized.class)
@Row({11, 26})
public class AcceptorBadChainRowTest {
    private static final int ALERT_LENGTH = 24;

    @Rule
    public final Stage stage = new Stage();

    private final Way way;
    private final Fault fault;
    private AcceptorScene scene;
    private ScriptedServer server;
    private BadCredentials credentials;

    public AcceptorBadChainRowTest(Way way, Fault fault) {
        this.way = way;
        this.fault = fault;
    }

    @Parameters(name = "{1}, {0}")
    public static List<Object[]> cases() {
        List<Object[]> cases = new ArrayList<>();
        for (Way way : Way.all()) {
            Fault.on(way.protection()).forEach(fault -> cases.add(new Object[] {way, fault}));
        }
        return cases;
    }

    @Before
    public void start() {
        server = stage.serverForAcceptor(way);
        credentials = new BadCredentials(way.family().host());
        server.pin(credentials.pins(server.pins()));
        scene = new AcceptorScene(stage, server, way, RingSystem.CERTIFIED);
    }

    @Test
    public void behindABadChainNothingButTheEndFollows() {
        server.show(credentials.with(fault));
        ScriptedLink link = scene.wokenRaw();
        link.tryProtect(server.session());
        assertNotEquals(ProtectionSession.State.ESTABLISHED, link.session().state());
        link.expectNothingButTheEnd();
        expectSilenceBehindTheChain(link);
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        server.show(credentials.with(Fault.NONE));
        scene.nothingWentOutBefore(scene.ring());
    }

    private void expectSilenceBehindTheChain(ScriptedLink link) {
        if (way.protection() == Protection.CERTIFICATE_FIRST) {
            Seen certificate = stage.capture().on(link.connection()).stream()
                    .filter(unit -> unit.is(MessageKind.CERTIFICATE))
                    .findFirst()
                    .orElseThrow();
            stage.capture().nothingButTheEndAfter(certificate, "acceptor");
        } else {
            List<Seen> records = stage.capture().records(link.connection(), "acceptor");
            assertTrue(records.size() <= 1);
            records.forEach(alert -> assertEquals(ALERT_LENGTH, alert.bytes().length));
        }
    }
}
