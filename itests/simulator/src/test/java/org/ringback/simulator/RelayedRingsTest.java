package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.limits.LimitUse;
import org.ringback.relay.core.RelayLimit;

/**
 * Rings that only the relay brings through, most of them for a home whose router draws a port for each destination, so that
 * no two dials meet: if nothing is relayed, the reason names what stands in the way; what is relayed ends with either end, the
 * server or its time. {@link PunchedRingsTest} has which rings are relayed at all.
 */
public class RelayedRingsTest {
    private static final long FIRST_SEED = 6_062_000;
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration IN_VAIN = Duration.ofSeconds(60);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    /** An IPv6 that carries nothing, so that a ring has one try. */
    private static final Weather IPV4_ONLY =
            new Weather(0, 0, 0, Duration.ofMillis(5), Duration.ofMillis(5), 0, 0, 0, 0, 6, Duration.ZERO);

    /** Of a datagram ring's gateway nobody knows whether it would be relayed. */
    private static final String NOT_RELAYED = "; nor was it relayed: (this server does not relay"
            + "|the server offers no relay: it is off there, or the gateway's program is older)$";

    private static Scene.Disks disks;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(FIRST_SEED).disks();
    }

    private static Scene scene(long seed) {
        return new Scene(seed, disks, Entrance.SYMMETRIC.uplink()).preferring(4);
    }

    @Test
    public void ifNothingIsRelayedTheReasonNamesWhatStandsInTheWay() {
        Seeds.run("rings in vain", FIRST_SEED, 2, RelayedRingsTest::scene, scene -> {
            scene.started();
            scene.server().relaysNothing();
            scene.simulation().weather(IPV4_ONLY);
            for (Entrance entrance : Entrance.values()) {
                scene.guarded(Scene.ANNA, entrance);
                for (RingSystem system : RingSystem.values()) {
                    SimulatedRing ring =
                            ring(scene, system, entrance.lets() ? Demand.ANSWERED : Demand.REFUSED, IN_VAIN);
                    assertEquals(
                            ring.toString(), !entrance.lets(), ring.reason().matches(".*" + NOT_RELAYED));
                    assertEquals(
                            ring.toString(),
                            inTheWay(entrance, scene.issuer(Scene.ANNA).host()),
                            Optional.of(ring.reason())
                                    .filter(reason -> !reason.isEmpty())
                                    .map(reason ->
                                            reason.replaceAll(":[0-9]{5}", "").replaceFirst(NOT_RELAYED, "")));
                }
            }
        });
    }

    @Test
    public void anIssuerThatCannotListenIsReachedThroughTheRelayAndToldSoIfNothingIsRelayed() {
        Scene scene = new Scene(FIRST_SEED, disks).started();
        scene.issuer(Scene.ANNA).listensNowhere();
        for (RingSystem system : RingSystem.values()) {
            SimulatedRing ring = ring(scene, system, Demand.ANSWERED, SOON);
            assertTrue(ring.toString(), ring.callBack().orElseThrow() instanceof RelayedLink);
        }
        scene.server().relaysNothing();
        assertEquals(
                RingReason.OWN_TROUBLE.happened(
                                Scene.LAMP, "the port of the first connection could not be listened on: in use")
                        + "; nor was it relayed: this server does not relay",
                ring(scene, RingSystem.CALL_BACK, Demand.REFUSED, IN_VAIN).reason());
    }

    @Test
    public void aRelayedCallStandsUntilAnEndLeavesOrTheServerPartsItOrDies() {
        assertEnds(scene -> scene.issuer(Scene.ANNA).kill(true));
        assertEnds(scene -> scene.gateway().kill(true));
        assertEnds(scene -> scene.server().kill(true));
        assertEnds(scene -> scene.await(scene.server().revoke(Scene.ANNA)));
        assertEnds(scene -> scene.await(scene.gateway().revoke(Scene.LAMP, Scene.ANNA)));
    }

    private static void assertEnds(Consumer<Scene> end) {
        Scene scene = scene(FIRST_SEED).guarded(Scene.ANNA, Entrance.FIREWALL).started();
        scene.issuer(Scene.ANNA).talkForever();
        Link call = ring(scene, RingSystem.CALL_BACK, Demand.ANSWERED, SOON)
                .callBack()
                .orElseThrow();
        scene.simulation().run(Aftermath.QUIET);
        assertFalse(call + ": stands", call.dialler().over() || call.answerer().over());
        end.accept(scene);
        scene.simulation().run(A_MOMENT);
        assertTrue(call + ": over", call.over());
        scene.parties().forEach(Party::start);
        scene.simulation().run(A_MOMENT);
        assertEquals(0, relayed(scene));
    }

    @Test
    public void theServerEndsARelayedCallOnWhichNothingComesAnyMore() {
        Scene scene = scene(FIRST_SEED).guarded(Scene.ANNA, Entrance.FIREWALL).started();
        scene.issuer(Scene.ANNA).talkForever();
        SimulatedRing ring = ring(scene, RingSystem.CALL_BACK, Demand.ANSWERED, SOON);
        ring.callBack().orElseThrow().fallSilent();
        scene.simulation().run(A_MOMENT);
        assertEquals(1, relayed(scene));
        scene.simulation().run(Aftermath.QUIET);
        assertEquals(0, relayed(scene));
    }

    private static long relayed(Scene scene) {
        return scene.server().core().overview().limits(scene.simulation().moment()).stream()
                .filter(use -> use.limit().equals(RelayLimit.RELAYED))
                .mapToLong(LimitUse::now)
                .sum();
    }

    private static Optional<String> inTheWay(Entrance entrance, Host host) {
        String own = host.ipv4().getHostAddress();
        return switch (entrance) {
            case OPEN -> Optional.empty();
            case ROUTER, RESETTING_ROUTER, SYMMETRIC, CARRIER ->
                Optional.of(RingReason.ROUTER_IN_THE_WAY.happened(
                        Scene.LAMP,
                        "its IPv4 address is " + own + " here and "
                                + host.router().orElseThrow().getHostAddress()
                                + " outside, where the gateway called"));
            case FIREWALL, RESETTING ->
                Optional.of(RingReason.FIREWALL_IN_THE_WAY.happened(
                        Scene.LAMP,
                        "the gateway called " + own
                                + ", this machine's own IPv4 address, where the server sees it unchanged"));
        };
    }

    private static SimulatedRing ring(Scene scene, RingSystem system, Demand demand, Duration limit) {
        SimulatedRing ring = scene.referee()
                .ring(
                        scene.issuer(Scene.ANNA),
                        Scene.LAMP,
                        system,
                        scene.simulation().now(),
                        demand);
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, limit));
        scene.simulation().run(A_MOMENT);
        return ring;
    }
}
