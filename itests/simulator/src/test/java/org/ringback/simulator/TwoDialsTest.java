package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.simulator.tcp.NetworkKind;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.wire.Door;

/** Gateway and issuer, both behind what lets nobody in, dial each other: of both dials comes one connection. */
public class TwoDialsTest {
    private static final long SEED = 6_063;
    private static final int PORT = 31_000;
    private static final Duration ONE_WAY = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SHORTLY = Duration.ofMillis(300);
    private static final Duration A_REGISTRATION = Duration.ofSeconds(30);
    private static final Credentials HOME = Credentials.device(key("11"));
    private static final Credentials PERSON = Credentials.device(key("22"));

    private static Scene.Disks disks;

    private Scene scene;
    private Host home;
    private Host anna;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    private static KeyFingerprint key(String hex) {
        return new KeyFingerprint(hex.repeat(KeyFingerprint.LENGTH));
    }

    /** The issuer's dial, in which it answers. */
    private final class Answering implements ClearUser {
        private final End end;
        private final List<String> heard = new ArrayList<>();

        Answering(InetSocketAddress to) {
            end = scene.tcp().dialToAnswer(anna, to, local(anna), this);
            end.expectHello(() -> {
                heard.add("hello");
                end.use(scene.issuer(Scene.ANNA), 1, Door.ISSUER_CALL, PERSON, HOME::equals);
            });
        }

        @Override
        public void connected() {
            heard.add("connected");
        }

        @Override
        public void received(byte[] message) {
            throw new AssertionError("bytes in clear");
        }

        @Override
        public void over(Kind how, String why) {
            heard.add(how + ": " + why);
        }
    }

    private void between(NetworkKind homes, NetworkKind issuers) {
        scene = new Scene(SEED, disks, new Uplink(homes, NetworkKind.NONE))
                .behind(Scene.ANNA, new Uplink(issuers, NetworkKind.NONE));
        home = scene.gateway().host();
        anna = scene.issuer(Scene.ANNA).host();
        home.farAway(ONE_WAY, 0);
        anna.farAway(ONE_WAY, 0);
    }

    private static InetSocketAddress local(Host host) {
        return new InetSocketAddress(host.ipv4(), PORT);
    }

    /** {@return the address from which a server knows a host that dials from its local port} */
    private InetSocketAddress seen(Host host) {
        InetSocketAddress server = ServerParty.at(scene.server().host().ipv4());
        List<InetSocketAddress> seen = new ArrayList<>();
        scene.tcp().listen(scene.server().host(), server, false, end -> seen.add(end.remote()));
        scene.tcp().dial(host, server, Optional.of(local(host)), true);
        scene.simulation().run(SHORTLY);
        scene.tcp().kernels().of(scene.server().host()).stopListening(server);
        return seen.get(0);
    }

    private End dialFromHome(InetSocketAddress to) {
        End end = scene.tcp().dial(home, to, Optional.of(local(home)), true);
        end.use(scene.gateway(), 1, Door.ACCEPTOR_CALL, HOME, PERSON::equals);
        return end;
    }

    @Test
    public void bothEndsProveThemselvesOnOneConnectionOfWhichTheHomeIsTheClient() {
        for (NetworkKind homes : List.of(NetworkKind.MAPPING, NetworkKind.RESETTING_MAPPING, NetworkKind.CARRIER)) {
            between(homes, NetworkKind.RESETTING_MAPPING);
            InetSocketAddress toHome = seen(home);
            InetSocketAddress toAnna = seen(anna);
            End client = dialFromHome(toAnna);
            Answering server = new Answering(toHome);
            assertNotSame(client.link(), server.end.link());
            scene.simulation().run(SHORTLY);
            assertTrue(client.proved() && server.end.proved());
            assertEquals(List.of("connected", "hello"), server.heard);
            assertSame(client.link(), server.end.link());
            assertSame(client, server.end.peer());
            client.abort();
            scene.simulation().run(SOON);
            assertTrue(server.end.over());
            assertEquals("sockets", 1, scene.tcp().kernels().of(anna).sockets());
        }
    }

    @Test
    public void aDialThatIsNotAnsweredIsRefusedWhereTheOtherNetworkResets() {
        between(NetworkKind.RESETTING_MAPPING, NetworkKind.MAPPING);
        InetSocketAddress toHome = seen(home);
        InetSocketAddress toAnna = seen(anna);
        Answering server = new Answering(toHome);
        scene.simulation().run(SHORTLY);
        End client = dialFromHome(toAnna);
        scene.simulation().run(SOON);
        assertEquals(List.of("REFUSED: connection refused"), server.heard);
        assertFalse(client.over() || client.proved());
    }

    @Test
    public void inOneHouseTheOutsideAddressLeadsNowhereAndTheServerRelays() {
        scene = new Scene(SEED, disks, new Uplink(NetworkKind.MAPPING, NetworkKind.NONE)).atHome(Scene.ANNA);
        home = scene.gateway().host();
        InetAddress outside = home.router().orElseThrow();
        assertTrue(
                scene.issuer(Scene.ANNA).host().router().filter(outside::equals).isPresent());
        scene.started();
        SimulatedRing ring = scene.referee()
                .ring(
                        scene.issuer(Scene.ANNA),
                        Scene.LAMP,
                        RingSystem.CALL_BACK,
                        scene.simulation().now(),
                        Demand.ANSWERED);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, A_REGISTRATION));
        assertTrue(ring.toString(), ring.callBack().orElseThrow() instanceof RelayedLink);
    }

    @Test
    public void ringsFindTheirWayFromAndToHomesOfEachKind() {
        for (NetworkKind kind : NetworkKind.values()) {
            boolean ipv6Only = kind == NetworkKind.NONE || kind == NetworkKind.BLACK_HOLE;
            scene = new Scene(SEED, disks, new Uplink(kind, NetworkKind.OPEN))
                    .preferring(ipv6Only ? 6 : 4)
                    .started();
            scene.gateway().host().farAway(ONE_WAY, 0);
            SimulatedRing ring = scene.referee()
                    .ring(
                            scene.issuer(Scene.ANNA),
                            Scene.LAMP,
                            RingSystem.PASSWORD,
                            scene.simulation().now(),
                            Demand.ANSWERED);
            assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, A_REGISTRATION));
            assertFalse(kind.toString(), ring.callBack().orElseThrow() instanceof RelayedLink);
        }
    }
}
