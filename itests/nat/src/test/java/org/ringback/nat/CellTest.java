package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

/** Which cells there are, and which of them must be direct. */
public final class CellTest {
    private static final List<Kind> ALL = List.of(Kind.values());

    @Test
    public void thereAre106CellsAsFourKindsOfHomeHaveNoHouse() {
        assertEquals(106, Cell.all(ALL, ALL, true).size());
        assertEquals(100, Cell.all(ALL, ALL, false).size());
        assertThrows(IllegalArgumentException.class, () -> Cell.same(Kind.V6OPEN));
    }

    @Test
    public void bothEndsMeetByAFamilyInCommonUnlessASymmetricOneStandsAgainstAClosedOne() {
        assertTrue(Cell.of(Kind.EIM, Kind.CGNAT).openToBoth());
        assertTrue(Cell.of(Kind.DUAL, Kind.V6FW).openToBoth());
        assertTrue(Cell.of(Kind.DUAL, Kind.FW).openToBoth());
        assertTrue(Cell.of(Kind.OPEN, Kind.SYM).openToBoth());
        assertFalse(Cell.of(Kind.SYM, Kind.OPEN).openToBoth());
        assertFalse(Cell.of(Kind.SYM, Kind.FW).openToBoth());
        assertFalse(Cell.of(Kind.EIM, Kind.SYM).openToBoth());
        assertFalse(Cell.of(Kind.V6FW, Kind.DUALBROKEN).openToBoth());
        assertFalse(Cell.same(Kind.EIM).openToBoth());
    }
}
