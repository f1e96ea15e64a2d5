package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.Test;

/** Tables for people, who have lines of 120 characters. */
public class TableTest {
    private static List<String> printed(String indent, Table table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(indent, new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    public void whatFitsStandsInOneLineForEachRow() {
        Table table = new Table("ID", "STATE");
        table.row("lamp-1", "wärmt");
        assertEquals(List.of("  ID      STATE", "  lamp-1  wärmt"), printed("  ", table));
    }

    @Test
    public void columnsThatDoNotFitStandInAFurtherLineOfEachRow() {
        String wide = "x".repeat(60);
        Table table = new Table("A", "B", "C", "D");
        table.row(wide, "b", wide, "d");
        table.row("a", "b", "c", "d");
        assertEquals(
                List.of(
                        "A" + " ".repeat(61) + "B",
                        "    C" + " ".repeat(61) + "D",
                        wide + "  b",
                        "    " + wide + "  d",
                        "a" + " ".repeat(61) + "b",
                        "    c" + " ".repeat(61) + "d"),
                printed("", table));
    }

    @Test
    public void aLineOfExactly120CharactersFits() {
        Table table = new Table("A", "B");
        table.row("a", "b".repeat(Table.WIDTH - 5));
        assertEquals(2, printed("  ", table).size());
        table.row("a", "b".repeat(Table.WIDTH - 4));
        assertEquals(6, printed("  ", table).size());
    }

    @Test
    public void aSentenceThatFitsInNoLineStandsAloneAndWhole() {
        String why = "word ".repeat(50).strip();
        Table table = new Table("WHO", "WHEN", "WHY");
        table.row("anna", "now", why);
        assertEquals(List.of("WHO   WHEN", "    WHY", "anna  now", "    " + why), printed("", table));
    }
}
