package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
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
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.BadCredentials;
import org.ringback.conformance.fixture.BadCredentials.Fault;
import org.ringback.conformance.fixture.IssuerScene;
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
 * A server's chain on the first TCP connection with one thing wrong: nothing but FIN or RST follows (on tls13, behind the
 * alert that TLS asks for), no first information, no request. The chain with nothing wrong, made the same way, is taken.
 */
@RunWith(Parameterized.class)
@Row({7, 22})
public class IssuerBadChainRowTest {
    private static final int ALERT_LENGTH = 24;

    @Rule
    public final Stage stage = new Stage();

    private final Way way;
    private final Fault fault;
    private IssuerScene scene;
    private ScriptedServer server;
    private BadCredentials credentials;

    public IssuerBadChainRowTest(Way way, Fault fault) {
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
        server = stage.serverForIssuer(way);
        credentials = new BadCredentials(way.family().host());
        server.pin(credentials.pins(server.pins()));
        scene = new IssuerScene(stage, server, way, RingSystem.CERTIFIED);
    }

    @Test
    public void behindABadChainNothingButTheEndFollows() {
        server.show(credentials.with(fault));
        Ring ring = scene.ring();
        ScriptedLink link = server.acceptRaw();
        link.tryProtect(server.session());
        assertNotEquals(ProtectionSession.State.ESTABLISHED, link.session().state());
        link.expectNothingButTheEnd();
        List<Seen> records = stage.capture().records(link.connection(), "issuer");
        if (way.protection() == Protection.CERTIFICATE_FIRST) {
            Seen certificate = stage.capture().on(link.connection()).stream()
                    .filter(unit -> unit.is(MessageKind.CERTIFICATE))
                    .findFirst()
                    .orElseThrow();
            stage.capture().nothingButTheEndAfter(certificate, "issuer");
            assertEquals(List.of(), records);
        } else {
            assertTrue(records.size() <= 1);
            records.forEach(alert -> assertEquals(ALERT_LENGTH, alert.bytes().length));
        }
        RingStory story = Patience.get(ring.answer());
        assertFalse(story.answered());
        String why = story.ended().orElseThrow().reason();
        assertTrue(
                why,
                why.startsWith("The server's certificate does not hold: ")
                        || why.startsWith("Another server answers: ")
                        || why.startsWith("What answers does not speak as this server should: "));

        server.show(credentials.with(Fault.NONE));
        scene.answer(scene.passedOn());
    }
}
