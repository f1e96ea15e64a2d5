package org.ringback.nat;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the lines of a cell's two ends are like. Stateless. */
final class Weather {
    /** What a busy machine adds to a round trip, at most, in milliseconds. */
    private static final double LATE = 60;

    /** Something else on the machine may be in the way of one. */
    private static final int TRIES = 20;

    /** What is said where no echo comes. */
    private static final String NOTHING = "nothing";

    private Weather() {}

    private static Set<Site> ends(World world, Cell cell) {
        return new LinkedHashSet<>(List.of(world.home(cell), world.away(cell)));
    }

    /** Sets both lines as a condition has them, and what the home's router remembers. */
    static void set(World world, Cell cell, Condition condition) {
        condition.binding().ifPresent(timeout -> world.home(cell).bindingTimeout(timeout));
        Duration half = condition.oneWay().dividedBy(2);
        ends(world, cell)
                .forEach(site ->
                        world.grounds().internet().line(site.number(), half, condition.loss(), condition.mtu()));
    }

    /**
     * Checks the delay of both lines, by ICMP echoes of each end's machine at the server: a grid without delay gives wrong
     * answers.
     *
     * @return the round trips of both ends to the server together, which are the one between them by way of the internet, in
     *     milliseconds
     */
    static double check(World world, Cell cell, Condition condition) {
        double least = condition.oneWay().toMillis();
        double sum = 0;
        for (Site site : List.of(world.home(cell), world.away(cell))) {
            double millis = Double.NaN;
            for (int i = 0; i < TRIES && !(millis >= least && millis <= least + LATE); i++) {
                millis = echo(site);
            }
            if (!(millis >= least && millis <= least + LATE)) {
                throw new AssertionError(
                        "round trip of " + cell + " at " + site.kind().label() + ": " + millis + " (expected: " + least
                                + " to " + (least + LATE) + " ms)");
            }
            sum += millis;
        }
        return sum;
    }

    /** The milliseconds of one, or not a number. */
    private static double echo(Site site) {
        boolean six = site.kind().ipv4() == Kind.Line.NONE;
        String server = six ? Plan.ipv6(Plan.SERVER, 2) : Plan.ipv4(Plan.SERVER, 2);
        String said = Script.run(site.machine(), "probe.pl", "echo", server).get(0);
        return said.equals(NOTHING) ? Double.NaN : Double.parseDouble(said);
    }
}
