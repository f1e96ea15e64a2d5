package org.ringback.nat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One issuer's kind of network against one home's.
 *
 * @param issuer the issuer's; empty: it is in the home's own network
 * @param home the home's
 */
record Cell(Optional<Kind> issuer, Kind home) {
    /** The issuer that is in the home's own network. */
    static final String SAME = "same";

    /** By issuers, then homes, each in their order. */
    static final Comparator<Cell> ORDER = Comparator.comparing(
                    (Cell cell) -> cell.issuer().isEmpty())
            .thenComparing(cell -> cell.issuer().orElse(Kind.OPEN))
            .thenComparing(Cell::home);

    Cell {
        if (issuer.isEmpty() && !home.hasHouse()) {
            throw new IllegalArgumentException(
                    "home: " + home.label() + " (expected: one with a router of its own, for " + SAME + ")");
        }
    }

    static Cell of(Kind issuer, Kind home) {
        return new Cell(Optional.of(issuer), home);
    }

    static Cell same(Kind home) {
        return new Cell(Optional.empty(), home);
    }

    /** {@return the cells of these kinds, the issuers that are at home behind the others of a home} */
    static List<Cell> all(List<Kind> homes, List<Kind> issuers, boolean same) {
        List<Cell> cells = new ArrayList<>();
        for (Kind home : homes) {
            issuers.forEach(issuer -> cells.add(of(issuer, home)));
            Stream.of(home)
                    .filter(kind -> same && kind.hasHouse())
                    .map(Cell::same)
                    .forEach(cells::add);
        }
        return cells;
    }

    /** {@return the issuer's kind by name} */
    String from() {
        return issuer.map(Kind::label).orElse(SAME);
    }

    /**
     * {@return whether both ends reach each other when both dial: a family in common, not the same house, and no side whose
     * port differs for each destination, but a home's to an issuer that lets everything in}
     */
    boolean openToBoth() {
        return issuer.filter(from -> Stream.of(true, false).anyMatch(six -> meet(from.line(six), home.line(six))))
                .isPresent();
    }

    private static boolean meet(Kind.Line from, Kind.Line home) {
        boolean symmetric = from == Kind.Line.SYMMETRIC || home == Kind.Line.SYMMETRIC;
        return from.carries() && home.carries() && (!symmetric || from == Kind.Line.OPEN);
    }

    @Override
    public String toString() {
        return from() + " × " + home.label();
    }
}
