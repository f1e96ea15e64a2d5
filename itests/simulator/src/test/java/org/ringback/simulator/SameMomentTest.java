package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.wire.Attributes;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/**
 * The direct connection of a call-back, punched or not, and the one through the relay stand in the same moment, in either
 * order: one is answered, the other one ends, and one last report is sent; also where the one that was asked first breaks.
 */
public class SameMomentTest {
    private static final List<RingSystem> SYSTEMS = List.of(RingSystem.values());
    /**
     * Behind these an issuer is reached directly if both ends dial; by datagrams only where it is open. One that resets is not
     * among them: there a near home may miss it at each try.
     */
    private static final List<Entrance> ENTRANCES =
            List.of(Entrance.OPEN, Entrance.FIREWALL, Entrance.ROUTER, Entrance.CARRIER);

    private static final int RINGS = Integer.getInteger("simulator.rings", 2_000);
    private static final int RINGS_IN_A_SCENE = 40;
    /** One ring of eight, in each of both tests. */
    private static final int SHARE = 8 * RINGS_IN_A_SCENE;

    private static final long FIRST_SEED = 6_062;
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AFTERWARDS = Duration.ofSeconds(6);
    /** Until the Communication Request is answered, and a little. */
    private static final Duration MEANWHILE = Duration.ofMillis(60);

    private static Scene.Disks disks;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(FIRST_SEED).disks();
    }

    /** Holds the first connection to the issuer that could be proved until there are two. */
    private static final class Rendezvous {
        private final Scene scene;
        private final boolean relayFirst;
        private final List<Link> links = new ArrayList<>();
        private Runnable held = () -> {};

        Rendezvous(Scene scene) {
            this.scene = scene;
            this.relayFirst = scene.simulation().chance(0.5);
            scene.tcp().handshakes().meeting(this::meets);
        }

        private void meets(Link link, Runnable goOn) {
            if (link.dialler().host() != scene.gateway().host()
                    || link.answerer().host() == scene.server().host()) {
                goOn.run();
                return;
            }
            links.add(link);
            if (links.size() == 1) {
                held = goOn;
                return;
            }
            boolean first = link instanceof RelayedLink == relayFirst;
            (first ? goOn : held).run();
            (first ? held : goOn).run();
        }

        /** {@return the one that is asked, whichever is proved first: a direct connection that is open is left its time} */
        Link asked() {
            return links.stream()
                    .filter(link -> !(link instanceof RelayedLink))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    public void ofTwoWaysThatStandInTheSameMomentOneIsAnsweredAndOneReportIsSent() {
        each((scene, system) -> {
            Rendezvous both = new Rendezvous(scene);
            SimulatedRing ring = ring(scene, system, Demand.ANSWERED);
            Referee.check(both.links.size() == 2, ring + ": stood on " + both.links);
            Referee.check(
                    ring.callBack().filter(both.asked()::equals).isPresent(),
                    ring + ": answered on " + ring.callBack() + " (expected: " + both.asked() + ")");
        });
    }

    @Test
    public void whereTheOneThatWasAskedBreaksTheOtherIsAskedAndNoRingIsAnsweredOrReportedTwice() {
        each((scene, system) -> {
            Rendezvous both = new Rendezvous(scene);
            SimulatedRing ring = begin(scene, system, Demand.ANSWERED_OR_EXPLAINED);
            scene.simulation().runUntil(() -> both.links.size() == 2, SOON);
            scene.simulation().run(scene.simulation().upTo(MEANWHILE));
            both.asked().cut("reset by a router");
            end(scene, ring);
            Referee.check(ring.answered(), ring + ": the other way stood");
        });
    }

    private interface One {
        void ring(Scene scene, RingSystem system);
    }

    private static void each(One one) {
        Seeds.run(
                "two ways at once", FIRST_SEED, (RINGS + SHARE - 1) / SHARE, seed -> new Scene(seed, disks), scene -> {
                    scene.started();
                    scene.issuer(Scene.ANNA).hangUpAtOnce();
                    List<Outcome> reports = new ArrayList<>();
                    scene.tcp().tap((from, to, message) -> {
                        if (message.kind() == MessageKind.REPORT
                                && message.get(Attributes.OUTCOME) != Outcome.CALLING) {
                            reports.add(message.get(Attributes.OUTCOME));
                        }
                    });
                    int tcp = 0;
                    for (int i = 0; i < RINGS_IN_A_SCENE; i++) {
                        RingSystem system = SYSTEMS.get(i % SYSTEMS.size());
                        Entrance entrance = ENTRANCES.get(i / SYSTEMS.size() % ENTRANCES.size());
                        scene.guarded(Scene.ANNA, system == RingSystem.DATAGRAM ? Entrance.OPEN : entrance);
                        tcp += system == RingSystem.DATAGRAM ? 0 : 1;
                        one.ring(scene, system);
                        assertEquals("last reports by TCP", tcp, reports.size());
                        assertEquals("rings that are over at the server", i + 1L, over(scene));
                    }
                    scene.simulation().run(Aftermath.QUIET);
                    new Aftermath(scene).check();
                });
    }

    private static long over(Scene scene) {
        return scene.server().core().counters().entrySet().stream()
                .filter(one ->
                        one.getKey().equals("ring.reached") || one.getKey().equals("ring.not-reached"))
                .mapToLong(one -> one.getValue())
                .sum();
    }

    private static SimulatedRing ring(Scene scene, RingSystem system, Demand demand) {
        return end(scene, begin(scene, system, demand));
    }

    private static SimulatedRing begin(Scene scene, RingSystem system, Demand demand) {
        return scene.referee()
                .ring(
                        scene.issuer(Scene.ANNA),
                        Scene.LAMP,
                        system,
                        scene.simulation().now() - 1,
                        demand);
    }

    private static SimulatedRing end(Scene scene, SimulatedRing ring) {
        assertTrue(ring + ": no end", scene.simulation().runUntil(ring::over, SOON));
        scene.simulation().run(AFTERWARDS);
        return ring;
    }
}
