package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.simulator.tcp.NetworkKind;

/**
 * Rings in each system of issuers behind each kind of {@link Entrance} at homes behind each, over either address family, near,
 * far, and over lines that lose packets: each is answered once or ends with a true reason, direct where both networks let two
 * dials meet, and through the relay elsewhere. The system property {@code simulator.punched} says how many in each system.
 */
public class PunchedRingsTest {
    private static final int RINGS = Integer.getInteger("simulator.punched", 250);
    private static final int RINGS_IN_A_SCENE = Day.values().length * Entrance.values().length;
    private static final List<Entrance> HOMES = List.of(Entrance.values());
    private static final List<Integer> FAMILIES = List.of(4, 6);
    private static final int KINDS_OF_SCENES = FAMILIES.size() * Entrance.values().length;
    /** Each kind of scene as often as all others. */
    private static final int SCENES =
            (RINGS + RINGS_IN_A_SCENE * KINDS_OF_SCENES - 1) / (RINGS_IN_A_SCENE * KINDS_OF_SCENES) * KINDS_OF_SCENES;

    private static final long FIRST_SEED = 6_064_000;
    /** What an end sends to the other one's port in one ring, at most. */
    private static final int MOST_SYNS = 8;

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private static Scene.Disks disks;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(FIRST_SEED).disks();
    }

    /**
     * What the net is like: the least and the longest round trip, how much longer each of the two lines is in one direction
     * at most, and the share of packets that each loses.
     */
    private enum Day {
        /**
         * As far as a direct connection stands before the relay is asked, one failed try included; and not so near that
         * delays vary by as much as they last, as then two SYNs may miss each other at each try.
         */
        NEAR(Duration.ofMillis(40), Duration.ofMillis(100), Duration.ofMillis(25), 0),
        FAR(Duration.ZERO, Duration.ofMillis(600), Duration.ofMillis(100), 0),
        LOSSY(Duration.ZERO, Duration.ofMillis(300), Duration.ofMillis(50), 0.08);

        private final Duration least;
        private final Duration longest;
        private final Duration line;
        private final double loss;

        Day(Duration least, Duration longest, Duration line, double loss) {
            this.least = least;
            this.longest = longest;
            this.line = line;
            this.loss = loss;
        }

        Demand demand() {
            return this == LOSSY ? Demand.ANSWERED_OR_EXPLAINED : Demand.ANSWERED;
        }
    }

    private static Entrance home(long seed) {
        return HOMES.get((int) (seed % HOMES.size()));
    }

    private static int family(long seed) {
        return FAMILIES.get((int) (seed / HOMES.size() % FAMILIES.size()));
    }

    @Test
    public void eachRingGoesDirectlyWhereTwoDialsMeetAndThroughTheRelayElsewhere() {
        Seeds.run(
                "punched rings",
                FIRST_SEED,
                SCENES,
                seed -> new Scene(seed, disks, home(seed).uplink()).preferring(family(seed)),
                scene -> {
                    scene.started();
                    for (Day day : Day.values()) {
                        Arrays.stream(Entrance.values()).forEach(entrance -> rings(scene, day, entrance));
                    }
                    for (Party end : List.of(scene.gateway(), scene.issuer(Scene.ANNA))) {
                        int syns = scene.tcp().mostSyns(end.host());
                        assertTrue(end + ": " + syns + " SYNs for one ring", syns <= MOST_SYNS);
                    }
                    scene.simulation().run(Aftermath.QUIET);
                    new Aftermath(scene).check();
                });
    }

    private static void rings(Scene scene, Day day, Entrance entrance) {
        Simulation simulation = scene.simulation();
        IssuerParty anna = scene.issuer(Scene.ANNA);
        scene.guarded(Scene.ANNA, entrance);
        for (RingSystem system : RingSystem.values()) {
            Duration roundTrip = day.least.plus(simulation.upTo(day.longest.minus(day.least)));
            simulation.weather(Weather.calm(roundTrip));
            lines(scene, simulation.upTo(day.line), simulation.upTo(day.line), day.loss);
            SimulatedRing ring = scene.referee().ring(anna, Scene.LAMP, system, simulation.now(), day.demand());
            assertTrue(ring + ": no end", simulation.runUntil(ring::over, Referee.BOUND));
            ring.callBack()
                    .ifPresent(link -> way(
                            ring + ", " + entrance + " at "
                                    + scene.gateway().host().uplink() + ", " + roundTrip + " and lines of "
                                    + scene.gateway().host().distance() + ", "
                                    + anna.host().distance(),
                            link,
                            day,
                            system == RingSystem.DATAGRAM));
            simulation.weather(Weather.CALM);
            lines(scene, Duration.ZERO, Duration.ZERO, 0);
            simulation.run(A_MOMENT);
        }
    }

    private static void lines(Scene scene, Duration home, Duration issuer, double loss) {
        scene.gateway().host().farAway(home, loss);
        scene.issuer(Scene.ANNA).host().farAway(issuer, loss);
    }

    private static void way(String ring, Link link, Day day, boolean datagram) {
        NetworkKind home = network(link.dialler());
        NetworkKind issuer = network(link.answerer());
        boolean open = issuer == NetworkKind.OPEN;
        boolean symmetric = issuer == NetworkKind.SYMMETRIC || home == NetworkKind.SYMMETRIC;
        boolean meet = open || (!datagram && !symmetric);
        boolean relayed = link instanceof RelayedLink;
        if (day == Day.NEAR) {
            assertEquals(ring + ": relayed", !meet, relayed);
        } else {
            assertTrue(ring + ": direct", meet || relayed);
        }
    }

    private static NetworkKind network(End end) {
        Uplink uplink = end.host().uplink();
        return Host.family(end.local().getAddress()) == 4 ? uplink.ipv4() : uplink.ipv6();
    }
}
