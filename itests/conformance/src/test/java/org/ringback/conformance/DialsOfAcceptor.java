package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.AcceptorScene;
import org.ringback.conformance.fixture.ForbiddenTargets;
import org.ringback.conformance.fixture.LoneHost;
import org.ringback.conformance.fixture.ScriptedServer.Bound;
import org.ringback.conformance.fixture.Stage;
import org.ringback.kit.Sockets;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;

/** A malicious server names issuers to a real acceptor, all on one second TCP connection. */
@RunWith(Parameterized.class)
public class DialsOfAcceptor {
    private static final int FURTHER = 25;
    private static final Duration RING = Duration.ofSeconds(10);

    /** Where its parties stand. */
    @Rule
    public final Stage stage = new Stage();

    /** By which family the acceptor comes. */
    @Parameter
    public LoneHost host;

    private final Set<InetSocketAddress> dialled = new HashSet<>();
    private AcceptorScene scene;
    private Bound bound;

    @Parameters(name = "{0}")
    public static List<LoneHost> hosts() {
        return LoneHost.both();
    }

    @Before
    public void start() {
        LoneHost.forget();
        scene = AcceptorScene.on(stage, host.way(), RingSystem.CALL_BACK);
        scene.acceptor().configure(Map.of("dialable", ""));
        bound = scene.woken();
        dialled.add(scene.server().address());
    }

    private Message.Builder request(InetSocketAddress issuer, int paths) {
        return scene.issuer()
                .secondRequest(scene.ring(), bound.transaction())
                .with(Attributes.XOR_PEER_ADDRESS, issuer)
                .with(Attributes.FURTHER_BINDS, FURTHER)
                .with(Attributes.PATHS, paths);
    }

    private void report(Outcome outcome) {
        assertEquals(outcome, bound.link().expect(MessageKind.REPORT).get(Attributes.OUTCOME));
    }

    /** The next ring comes on the same connection. */
    private void next() {
        int number = scene.server().wakeUp(AcceptorScene.LAMP);
        Message bind = bound.link().expect(MessageKind.CONNECTION_BIND);
        assertEquals(number, (int) bind.get(Attributes.CONNECTION_ID));
        bound = new Bound(bound.link(), bind);
    }

    private void refused(InetSocketAddress issuer, int paths) {
        bound.link().send(request(issuer, paths).build());
        report(Outcome.REFUSED);
        next();
    }

    private void taken(InetSocketAddress issuer) {
        bound.link().send(request(issuer, 0).build());
        report(Outcome.CALLING);
        LoneHost.awaitDials(1, issuer);
        scene.acceptor().passTime(RING);
        report(Outcome.UNREACHABLE);
        next();
        dialled.add(issuer);
        LoneHost.dialledOnly(dialled);
    }

    @Test
    public void noForbiddenTargetIsDialledThatAServerNames() {
        for (InetSocketAddress target : ForbiddenTargets.of(host)) {
            refused(target, Paths.PUNCH | Paths.UNTRANSLATED);
        }
        taken(ForbiddenTargets.at(host.far()));
    }

    @Test
    public void aTicketForTheRelayLetsNoForbiddenTargetBeDialled() {
        bound.link()
                .send(request(ForbiddenTargets.at(host.homeRouter()), Paths.PUNCH | Paths.RELAY)
                        .with(Attributes.RELAY_TICKET, RelayTicket.random(new SecureRandom()))
                        .build());
        report(Outcome.CALLING);
        Sockets.close(scene.server().acceptRaw());
        scene.acceptor().passTime(RING);
        report(Outcome.UNREACHABLE);
        LoneHost.dialledOnly(dialled);
    }

    @Test
    public void aPrivateTargetIsDialledInsideDialableAndNoOther() {
        InetSocketAddress inside = ForbiddenTargets.at(host.either("10.20.0.1", "fd20::1"));
        refused(inside, 0);
        scene.acceptor().configure(Map.of("dialable", "10.20.0.0/16, fd20::/16"));
        taken(inside);
        refused(ForbiddenTargets.at(host.either("10.21.0.1", "fd21::1")), 0);
        refused(new InetSocketAddress(inside.getAddress(), 1_023), 0);
        LoneHost.dialledOnly(dialled);
    }
}
