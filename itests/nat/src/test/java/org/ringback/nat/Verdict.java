package org.ringback.nat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the grid must show, and where it does not. Stateless. */
final class Verdict {
    /** Of the rings of a cell that must be direct, at loss 0. */
    private static final double DIRECT = 0.95;

    /** Of all rings at 5 % of loss. */
    private static final double ANSWERED_AT_LOSS = 0.95;

    /** Of those rings that would be direct without loss. */
    private static final double DIRECT_AT_LOSS = 0.8;

    private static final int SOME_LOSS = 5;

    private Verdict() {}

    /** {@return the cells that must be direct: those whose ends meet when both dial} */
    static boolean mustBeDirect(Cell cell) {
        return cell.openToBoth();
    }

    /** {@return what is not as it must be, in words} */
    static List<String> faults(List<Outcome> outcomes, List<String> forbidden) {
        List<String> faults = new ArrayList<>();
        forbidden.forEach(
                syn -> faults.add("a SYN to an address that is neither the server nor an end of a ring: " + syn));
        outcomes.forEach(outcome -> outcome.difference().ifPresent(faults::add));
        Map<Cell, List<Outcome>> cells = outcomes.stream()
                .filter(outcome -> outcome.trial().condition().equals(Condition.CALM))
                .collect(Collectors.groupingBy(outcome -> outcome.trial().cell()));
        cells.forEach((cell, rings) -> {
            share(faults, cell + ", answered", rings, Outcome::answered, 1);
            if (mustBeDirect(cell)) {
                share(faults, cell + ", direct", rings, Verdict::direct, DIRECT);
            }
        });
        outcomes.stream()
                .filter(outcome -> outcome.trial().condition().lossPercent() == 0)
                .filter(outcome -> outcome.trial().condition().event() != Condition.Event.REBOUND_RINGING)
                .filter(outcome ->
                        !outcome.answered() && !outcome.trial().condition().equals(Condition.CALM))
                .forEach(outcome -> faults.add(outcome.trial() + ": " + outcome.reason()));
        List<Outcome> lossy = outcomes.stream()
                .filter(outcome -> outcome.trial().condition().lossPercent() == SOME_LOSS)
                .toList();
        share(faults, "answered at 5 % of loss", lossy, Outcome::answered, ANSWERED_AT_LOSS);
        List<Outcome> direct = lossy.stream()
                .filter(outcome -> mustBeDirect(outcome.trial().cell()))
                .toList();
        share(faults, "direct at 5 % of loss", direct, Verdict::direct, DIRECT_AT_LOSS);
        return faults;
    }

    private static boolean direct(Outcome outcome) {
        return outcome.answered() && outcome.reading().way() == Way.DIRECT;
    }

    private static void share(
            List<String> faults, String what, List<Outcome> of, Predicate<Outcome> good, double least) {
        long some = of.stream().filter(good).count();
        if (some < least * of.size()) {
            faults.add(what + ": " + some + " of " + of.size() + " (expected: " + (int) Math.ceil(least * of.size())
                    + " at least)");
        }
    }
}
