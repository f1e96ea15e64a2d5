package org.ringback.conformance;

import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.BadChainTest;
import org.ringback.conformance.fixture.BadCredentials.Fault;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedServer;
import org.ringback.kit.Patience;

/**
 * A server's chain on the second TCP connection with one thing wrong: nothing but FIN or RST follows (on tls13, behind
 * the alert that TLS asks for), no third information, no bind, and nothing goes to the issuer. The chain with nothing
 * wrong, made the same way, is taken.
 */
@Row({11, 26})
public class AcceptorBadChainRowTest extends BadChainTest {
    private AcceptorScene scene;
    private ScriptedServer server;

    @Before
    public void start() {
        server = trusted(stage.serverForAcceptor(way));
        scene = AcceptorScene.on(stage, server, way, RingSystem.CERTIFIED);
    }

    @Test
    public void behindABadChainNothingButTheEndFollows() {
        show(server, fault);
        refuses(server, scene.wokenRaw(), "acceptor");
        Patience.until("noticed", () -> scene.acceptor().counter("ring.bind-failed") == 1);
        show(server, Fault.NONE);
        scene.nothingWentOutBefore(scene.ring());
    }
}
