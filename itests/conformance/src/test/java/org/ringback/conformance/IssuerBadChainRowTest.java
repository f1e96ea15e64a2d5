package org.ringback.conformance;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.BadChainTest;
import org.ringback.conformance.fixture.BadCredentials.Fault;
import org.ringback.conformance.fixture.IssuerScene;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.kit.Patience;

/**
 * A server's chain on the first TCP connection with one thing wrong: nothing but FIN or RST follows (on tls13, behind the
 * alert that TLS asks for), no first information, no request. The chain with nothing wrong, made the same way, is taken.
 */
@Row({7, 22})
public class IssuerBadChainRowTest extends BadChainTest {
    private IssuerScene scene;
    private ScriptedServer server;

    @Before
    public void start() {
        server = trusted(stage.serverForIssuer(way));
        scene = IssuerScene.on(stage, server, way, RingSystem.CERTIFIED);
    }

    @Test
    public void behindABadChainNothingButTheEndFollows() {
        show(server, fault);
        Ring ring = scene.ring();
        refuses(server, server.acceptRaw(), "issuer");
        RingStory story = Patience.get(ring.answer());
        assertFalse(story.answered());
        String why = story.ended().orElseThrow().reason();
        assertTrue(
                why,
                why.startsWith("The server's certificate does not hold: ")
                        || why.startsWith("Another server answers: ")
                        || why.startsWith("What answers does not speak as this server should: "));

        show(server, Fault.NONE);
        scene.answer(scene.passedOn());
    }
}
