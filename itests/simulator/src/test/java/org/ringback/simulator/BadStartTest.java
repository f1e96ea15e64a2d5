package org.ringback.simulator;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;

/**
 * Everything is enrolled, granted and stored over a bad net, between processes that die, by persons who try again what
 * failed: in the end everybody is enrolled once, every grant rings, and nothing is suspended by a repetition.
 */
public class BadStartTest {
    private static final int HISTORIES = Integer.getInteger("simulator.starts", 200);
    private static final long FIRST_SEED = 8_656_000_000L;
    private static final int PATIENCE = 60;
    private static final Duration COMMAND = Duration.ofSeconds(40);
    private static final Duration BREATH = Duration.ofSeconds(3);
    private static final Duration CALM = Duration.ofSeconds(60);

    @Test
    public void whoeverTriesAgainIsEnrolledAtLast() {
        Seeds.run("start", FIRST_SEED, HISTORIES, seed -> new Scene(seed, Scene.Disks.empty()), BadStartTest::begin);
    }

    private static void begin(Scene scene) {
        Simulation simulation = scene.simulation();
        scene.parties().forEach(Party::start);
        Turmoil turmoil = new Turmoil(scene);
        turmoil.begin(Storm.mixed(simulation));
        long began = simulation.now();
        enrol(scene, Scene.LAMP);
        enrol(scene, Scene.THERMOSTAT);
        grant(scene, Scene.LAMP, Scene.ANNA);
        grant(scene, Scene.THERMOSTAT, Scene.ANNA);
        grant(scene, Scene.LAMP, Scene.BEN);
        turmoil.end();
        simulation.run(CALM);
        for (RingSystem system : new RingSystem[] {RingSystem.CALL_BACK, RingSystem.DATAGRAM}) {
            ring(scene, Scene.ANNA, Scene.LAMP, system, began);
            ring(scene, Scene.ANNA, Scene.THERMOSTAT, system, began);
            ring(scene, Scene.BEN, Scene.LAMP, system, began);
        }
        simulation.run(Aftermath.QUIET);
        new Aftermath(scene).check();
    }

    private static void enrol(Scene scene, EquipmentId id) {
        String enrolment = stubbornly(scene, () -> scene.server().enrol(id));
        stubbornly(scene, () -> scene.gateway().join(enrolment));
    }

    private static void grant(Scene scene, EquipmentId equipment, EquipmentId person) {
        String grant = stubbornly(scene, () -> scene.gateway().grant(equipment, person));
        stubbornly(scene, () -> scene.issuer(person).acceptGrant(grant));
    }

    private static void ring(Scene scene, EquipmentId person, EquipmentId equipment, RingSystem system, long began) {
        scene.referee().ring(scene.issuer(person), equipment, system, began, Demand.ANSWERED);
        scene.simulation().run(BREATH);
    }

    /** A person gives a command again until it is done. */
    private static <T> T stubbornly(Scene scene, Supplier<CompletableFuture<T>> command) {
        String failure = "";
        for (int i = 0; i < PATIENCE; i++) {
            CompletableFuture<T> answer = command.get();
            Referee.check(scene.simulation().runUntil(answer::isDone, COMMAND), "a command hangs, after " + failure);
            if (!answer.isCompletedExceptionally()) {
                return answer.join();
            }
            failure = scene.refused(answer);
            scene.simulation().run(BREATH);
        }
        throw new AssertionError("given up after " + PATIENCE + " times: " + failure);
    }
}
