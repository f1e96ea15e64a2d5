package org.ringback.simulator;

import java.time.Duration;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;

/**
 * One history from one seed: storms with rings, each followed by a calm in which rings are answered again, and at last
 * quiet in which nothing may be left.
 */
final class History {
    private static final Duration CALM = Duration.ofSeconds(60);
    private static final Duration SHORTEST_GAP = Duration.ofMillis(20);
    private static final List<Duration> LONGEST_GAPS =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
    private static final Duration AFTER_RECOVERY = Duration.ofSeconds(5);
    private static final int RINGS_IN_A_STORM = 22;
    /** Fewer than a server takes connections from one key. */
    private static final int MOST_AT_ONCE = 12;

    private static final List<Parties> PAIRS = List.of(
            new Parties(Scene.ANNA, Scene.LAMP),
            new Parties(Scene.ANNA, Scene.THERMOSTAT),
            new Parties(Scene.BEN, Scene.LAMP));

    private final Scene scene;
    private final Simulation simulation;
    private final RingSystem system;
    private final int rings;
    private final Turmoil turmoil;
    private long stormBegan;

    private record Parties(EquipmentId person, EquipmentId equipment) {}

    History(Scene scene, RingSystem system, int rings) {
        this.scene = scene;
        this.simulation = scene.simulation();
        this.system = system;
        this.rings = rings;
        this.turmoil = new Turmoil(scene);
    }

    /** Runs it to its end. */
    void run() {
        while (rung() < rings) {
            bear(Storm.draw(simulation));
            calm();
        }
        simulation.run(Aftermath.QUIET);
        new Aftermath(scene).check();
    }

    private int rung() {
        return scene.referee().rings().size();
    }

    private void bear(Storm one) {
        stormBegan = simulation.now();
        turmoil.begin(one);
        Duration longestGap = LONGEST_GAPS.get(simulation.below(LONGEST_GAPS.size()));
        for (int i = 0; i < RINGS_IN_A_STORM && rung() + PAIRS.size() < rings; i++) {
            simulation.run(simulation.between(SHORTEST_GAP, longestGap));
            ring(
                    PAIRS.get(simulation.below(PAIRS.size())),
                    one.harmless() ? Demand.ANSWERED : Demand.ANSWERED_OR_EXPLAINED);
        }
    }

    private void ring(Parties pair, Demand demand) {
        IssuerParty issuer = scene.issuer(pair.person());
        if (issuer.running() && issuer.core().pending() < MOST_AT_ONCE) {
            scene.referee().ring(issuer, pair.equipment(), system, stormBegan, demand);
        }
    }

    /** The net is well again; after a while everybody has noticed. */
    private void calm() {
        turmoil.end();
        simulation.run(CALM);
        scene.parties().forEach(party -> Referee.check(party.running(), party.name() + ": was not started again"));
        for (Parties pair : PAIRS) {
            ring(pair, Demand.ANSWERED);
        }
        simulation.run(AFTER_RECOVERY);
    }
}
