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
 * Rings in each system of issuers behind each kind of {@link Entrance}, on calm days near and far: each is answered, that of
 * an issuer to whom nobody comes in through the relay; and if nothing is relayed, its reason names what stands in the way.
 * The system property {@code simulator.rings} says how many in all. {@link BadNetTest} has bad days.
 */
public class RelayedRingsTest {
    private static final int RINGS = Integer.getInteger("simulator.rings", 2_000);
    private static final int ROUNDS = 5;
    private static final int RINGS_IN_A_SCENE = ROUNDS * Entrance.values().length * RingSystem.values().length;
    private static final long FIRST_SEED = 6_062_000;
    private static final Duration FARTHEST = Duration.ofMillis(600);
    /** As far as a direct connection stands before the relay is asked. */
    private static final Duration NEAR = Duration.ofMillis(100);

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration IN_VAIN = Duration.ofSeconds(60);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    /** An IPv6 that carries nothing, so that a ring has one try. */
    private static final Weather IPV4_ONLY =
            new Weather(0, 0, 0, Duration.ofMillis(5), Duration.ofMillis(5), 0, 0, 0, 0, 6, Duration.ZERO);

    private static Scene.Disks disks;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(FIRST_SEED).disks();
    }

    @Test
    public void eachRingIsAnsweredThroughTheRelayWhereNobodyComesIn() {
        Seeds.run(
                "relayed rings",
                FIRST_SEED,
                (RINGS + RINGS_IN_A_SCENE - 1) / RINGS_IN_A_SCENE,
                seed -> new Scene(seed, disks),
                scene -> {
                    scene.started();
                    for (int round = 0; round < ROUNDS; round++) {
                        for (Entrance entrance : Entrance.values()) {
                            round(scene, entrance);
                        }
                    }
                    scene.simulation().run(Aftermath.QUIET);
                    new Aftermath(scene).check();
                });
    }

    private static void round(Scene scene, Entrance entrance) {
        Simulation simulation = scene.simulation();
        scene.guarded(Scene.ANNA, entrance);
        for (RingSystem system : RingSystem.values()) {
            Duration roundTrip = simulation.upTo(simulation.chance(0.5) ? NEAR : FARTHEST);
            simulation.weather(Weather.calm(roundTrip));
            SimulatedRing ring = ring(scene, system, Demand.ANSWERED, SOON);
            boolean relayed = ring.callBack().orElseThrow() instanceof RelayedLink;
            assertTrue(
                    ring + ", relayed: " + relayed + ", " + entrance + ", " + roundTrip,
                    entrance.lets() ? !relayed || roundTrip.compareTo(NEAR) > 0 : relayed);
            simulation.weather(Weather.CALM);
            simulation.run(A_MOMENT);
        }
    }

    @Test
    public void ifNothingIsRelayedTheReasonNamesWhatStandsInTheWay() {
        Seeds.run("rings in vain", FIRST_SEED, 2, seed -> new Scene(seed, disks), scene -> {
            scene.preferring(4).started();
            scene.server().relaysNothing();
            scene.simulation().weather(IPV4_ONLY);
            for (Entrance entrance : Entrance.values()) {
                scene.guarded(Scene.ANNA, entrance);
                for (RingSystem system : RingSystem.values()) {
                    SimulatedRing ring =
                            ring(scene, system, entrance.lets() ? Demand.ANSWERED : Demand.REFUSED, IN_VAIN);
                    assertEquals(
                            ring.toString(),
                            inTheWay(entrance, scene.issuer(Scene.ANNA).host()),
                            Optional.of(ring.reason())
                                    .filter(reason -> !reason.isEmpty())
                                    .map(reason -> reason.replaceAll(":[0-9]{5}", "")));
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
                        Scene.LAMP, "the port of the first connection could not be listened on: in use"),
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
        Scene scene = new Scene(FIRST_SEED, disks)
                .guarded(Scene.ANNA, Entrance.FIREWALL)
                .started();
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
        Scene scene = new Scene(FIRST_SEED, disks)
                .guarded(Scene.ANNA, Entrance.FIREWALL)
                .started();
        scene.issuer(Scene.ANNA).talkForever();
        SimulatedRing ring = ring(scene, RingSystem.CALL_BACK, Demand.ANSWERED, SOON);
        ring.callBack().orElseThrow().fallSilent();
        scene.simulation().run(A_MOMENT);
        assertEquals(1, relayed(scene));
        scene.simulation().run(Aftermath.QUIET);
        assertEquals(0, relayed(scene));
    }

    private static long relayed(Scene scene) {
        return scene.server().core().overview().limits().stream()
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
