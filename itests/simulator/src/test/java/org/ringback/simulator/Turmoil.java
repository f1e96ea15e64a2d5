package org.ringback.simulator;

import java.time.Duration;
import java.util.List;

/** Makes a {@link Storm} happen, and ends it. */
final class Turmoil {
    private static final Duration LONGEST_DOWN = Duration.ofSeconds(6);
    private static final double POWER_FAILS = 0.3;

    private final Scene scene;
    private final Simulation simulation;
    private int storms;

    Turmoil(Scene scene) {
        this.scene = scene;
        this.simulation = scene.simulation();
    }

    void begin(Storm storm) {
        storms++;
        simulation.weather(storm.weather());
        if (!storm.rebinding().isZero()) {
            repeat(storm.rebinding(), scene::rebind);
        }
        if (!storm.restarts().isZero()) {
            repeat(storm.restarts(), this::restartSomebody);
        }
    }

    void end() {
        storms++;
        simulation.weather(Weather.CALM);
    }

    /** Does something again and again, at random times, until this storm is over. */
    private void repeat(Duration mean, Runnable action) {
        int same = storms;
        simulation.in(simulation.upTo(mean.multipliedBy(2)), () -> {
            if (storms == same) {
                action.run();
                repeat(mean, action);
            }
        });
    }

    private void restartSomebody() {
        List<Party> parties = scene.parties();
        Party one = parties.get(simulation.below(parties.size()));
        if (one.running()) {
            one.restart(!simulation.chance(POWER_FAILS), simulation.upTo(LONGEST_DOWN));
        }
    }
}
