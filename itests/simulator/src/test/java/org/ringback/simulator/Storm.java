package org.ringback.simulator;

import java.time.Duration;

/**
 * One bad time: a weather, and how often the NAT and the processes fall over. Immutable.
 *
 * @param weather the net's part
 * @param rebinding mean time between two rebindings of the NAT; zero for none
 * @param restarts mean time between two deaths of a process; zero for none
 * @param harmless whether every ring must be answered all the same
 */
record Storm(Weather weather, Duration rebinding, Duration restarts, boolean harmless) {
    private static final int KINDS = 8;

    /** Draws one. */
    static Storm draw(Simulation by) {
        return switch (by.below(KINDS)) {
            case 0 -> harmlessOne(by);
            case 1 -> of(weather(by, 0.6, 0, 0, 0, 0), Duration.ZERO, Duration.ZERO);
            case 2 -> of(weather(by, 0.1, 0.3, 0.15, 0, 0), Duration.ZERO, Duration.ZERO);
            case 3 -> of(weather(by, 0.1, 0, 0, 0, 0), Duration.ofSeconds(6), Duration.ZERO);
            case 4 -> of(weather(by, 0.05, 0, 0, 0, 0), Duration.ZERO, Duration.ofSeconds(5));
            case 5 -> of(weather(by, 0.1, 0.1, 0.05, 0.3, 0), Duration.ZERO, Duration.ofSeconds(15));
            case 6 ->
                of(weather(by, 0.1, 0.1, 0, 0, by.chance(0.5) ? 4 : 6), Duration.ofSeconds(20), Duration.ofSeconds(30));
            default -> of(weather(by, 0.3, 0.2, 0.1, 0.1, 0), Duration.ofSeconds(10), Duration.ofSeconds(8));
        };
    }

    /** Everything at once, but rarely enough that a patient person comes through. */
    static Storm mixed(Simulation by) {
        return of(weather(by, 0.4, 0.4, 0.1, 0.2, 0), Duration.ofSeconds(15), Duration.ofSeconds(6));
    }

    private static Storm of(Weather weather, Duration rebinding, Duration restarts) {
        return new Storm(weather, rebinding, restarts, false);
    }

    /** Late, doubled and in any order, but nothing is lost. */
    private static Storm harmlessOne(Simulation by) {
        Weather weather = new Weather(
                0,
                0.5,
                0.3 * part(by),
                by.upTo(Duration.ofMillis(900)),
                by.upTo(Duration.ofMillis(150)),
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO);
        return new Storm(weather, Duration.ZERO, Duration.ZERO, true);
    }

    private static Weather weather(
            Simulation by, double loss, double cuts, double blackHoles, double disk, int silentFamily) {
        return new Weather(
                loss * part(by),
                0.3 * part(by),
                0.2 * part(by),
                by.upTo(Duration.ofMillis(600)),
                by.upTo(Duration.ofMillis(200)),
                cuts * part(by) / 2,
                cuts * part(by),
                blackHoles * part(by),
                disk * part(by),
                silentFamily,
                Duration.ZERO);
    }

    private static double part(Simulation by) {
        return by.below(1_001) / 1_000.0;
    }
}
