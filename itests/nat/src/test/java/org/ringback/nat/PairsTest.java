package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/** Rows that have all pairs. */
public final class PairsTest {
    private static final List<Kind> ALL = List.of(Kind.values());

    @Test
    public void everyPairThatMayBeStandsInARowAndNoOther() {
        Pairs pairs = new Pairs(new int[] {3, 4, 2}, pair -> pair.leftValue() != 2 || pair.rightValue() != 1, 7);
        Set<Pairs.Pair> seen = new HashSet<>();
        pairs.rows(0).forEach(row -> seen.addAll(Pairs.pairs(row)));
        assertEquals(new HashSet<>(pairs.all()), seen);
    }

    @Test
    public void rowsAreFarFewerThanCombinationsAndAsManyAsAskedForIfThatIsMore() {
        Pairs pairs = new Pairs(new int[] {5, 5, 5, 5}, pair -> true, 7);
        int few = pairs.rows(0).size();
        assertTrue(String.valueOf(few), few >= 25 && few <= 50);
        assertEquals(70, pairs.rows(70).size());
    }

    @Test
    public void theConditionsOfTheGridAreAsManyAsAskedForAndHaveEveryCellOnceAtLeast() {
        List<Trial> trials = Trial.pairs(ALL, ALL, 250);
        assertEquals(250, trials.size());
        Set<Cell> cells = new HashSet<>();
        trials.forEach(trial -> cells.add(trial.cell()));
        assertEquals(new HashSet<>(Cell.all(ALL, ALL, true)), cells);
    }
}
