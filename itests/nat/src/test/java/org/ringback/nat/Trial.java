package org.ringback.nat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One cell in one condition.
 *
 * @param cell whose ends
 * @param condition of their lines
 */
record Trial(Cell cell, Condition condition) {
    /** One way from the issuer to the home, in milliseconds. */
    private static final int[] ONE_WAY = {5, 20, 80};

    private static final int[] LOSS_PERCENT = {0, 5, 30};

    /** Of UDP bindings, in seconds; registrations are refreshed each 25 s. */
    private static final int[] BINDING = {30, 15, 10};

    private static final Condition.Event[] EVENTS = Condition.Event.values();

    private static final int ISSUER = 0;
    private static final int HOME = 1;
    private static final int DELAY = 2;
    private static final int LOSS = 3;
    private static final int TIMEOUT = 4;
    private static final int NARROW = 5;
    private static final int EVENT = 6;

    /** {@return trials in which all conditions stand in pairs, with each other and with each kind of issuer and home} */
    static List<Trial> pairs(List<Kind> homes, List<Kind> issuers, int least) {
        int[] sizes = {
            issuers.size() + 1, homes.size(), ONE_WAY.length, LOSS_PERCENT.length, BINDING.length, 2, EVENTS.length
        };
        Pairs pairs = new Pairs(sizes, pair -> together(homes, issuers, pair), 13);
        List<Trial> trials = new ArrayList<>();
        for (int[] row : pairs.rows(least)) {
            Kind home = homes.get(row[HOME]);
            Cell cell = row[ISSUER] == issuers.size() ? Cell.same(home) : Cell.of(issuers.get(row[ISSUER]), home);
            Condition condition = new Condition(
                    Duration.ofMillis(ONE_WAY[row[DELAY]]),
                    LOSS_PERCENT[row[LOSS]],
                    Optional.of(Duration.ofSeconds(BINDING[row[TIMEOUT]])),
                    row[NARROW] == 1,
                    EVENTS[row[EVENT]]);
            trials.add(new Trial(cell, condition));
        }
        return trials;
    }

    private static boolean together(List<Kind> homes, List<Kind> issuers, Pairs.Pair pair) {
        if (pair.left() == ISSUER && pair.right() == HOME) {
            return pair.leftValue() < issuers.size()
                    || homes.get(pair.rightValue()).hasHouse();
        }
        if (pair.right() != EVENT || EVENTS[pair.rightValue()] != Condition.Event.TWO_GATEWAYS) {
            return true;
        }
        // The second gateway runs where the issuer of the same house does, which has no grant of its own equipment.
        return pair.left() == ISSUER
                ? pair.leftValue() < issuers.size()
                : pair.left() != HOME || homes.get(pair.leftValue()).hasHouse();
    }

    @Override
    public String toString() {
        return cell + ", " + condition;
    }
}
