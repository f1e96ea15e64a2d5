package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** The whole NAT grid, an hour at most; {@code -Pgrid} asks for it, and {@code -Dnat.homes=…} and the like for a part. */
public final class GridIT {
    private static final String ALL = "all";
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final int RINGS = 20;
    private static final int CONDITIONS = 250;
    /** The conditions of one share of lost packets alone, in per cent. */
    private static final String LOSS = System.getProperty("nat.loss", ALL);

    @Rule
    public final Timeout limit = Timeout.seconds(70 * 60);

    @Test
    public void everyRingFindsAWayInEveryCellAndConditionAndItsStoryTellsTheWayThatItsBytesWent() throws Exception {
        assumeTrue("the whole grid takes an hour (expected: -Pgrid)", Boolean.getBoolean("nat.grid"));
        String lacking = Grounds.lacking();
        assumeTrue(lacking, lacking.isEmpty());
        List<Kind> homes = kinds("nat.homes");
        List<Kind> issuers = kinds("nat.issuers");
        int rings = Integer.getInteger("nat.rings", RINGS);
        int conditions = Integer.getInteger("nat.conditions", CONDITIONS);
        boolean whole = homes.equals(KINDS)
                && issuers.equals(KINDS)
                && rings == RINGS
                && conditions == CONDITIONS
                && LOSS.equals(ALL);
        Instant began = Instant.now();
        try (World world = World.start(homes, issuers, true)) {
            Grid grid = new Grid(world);
            grid.cells(Cell.all(homes, issuers, true), rings);
            grid.trials(trials(homes, issuers, conditions));
            List<String> forbidden = world.grounds().internet().traffic().forbidden();
            List<String> faults = new ArrayList<>(grid.troubles());
            faults.addAll(Verdict.faults(grid.outcomes(), forbidden));
            write(whole ? root().resolve("docs") : Path.of("target"), GridFile.text(grid, began, faults));
            assertEquals(List.of(), faults);
        }
    }

    private static List<Trial> trials(List<Kind> homes, List<Kind> issuers, int conditions) {
        return conditions == 0
                ? List.of()
                : Trial.pairs(homes, issuers, conditions).stream()
                        .filter(trial -> LOSS.equals(ALL)
                                || LOSS.equals(String.valueOf(trial.condition().lossPercent())))
                        .toList();
    }

    private static List<Kind> kinds(String key) {
        String named = System.getProperty(key, ALL);
        return named.equals(ALL)
                ? KINDS
                : Stream.of(named.split(",", -1))
                        .map(label -> Kind.named(label)
                                .orElseThrow(
                                        () -> new IllegalArgumentException(key + ": " + label + " (expected: some of "
                                                + Arrays.stream(Kind.values())
                                                        .map(Kind::label)
                                                        .toList()
                                                + ", or " + ALL + ")")))
                        .toList();
    }

    /** {@return the project's folder} */
    static Path root() {
        return Path.of(System.getProperty("basedir", "."))
                .toAbsolutePath()
                .resolve("../..")
                .normalize();
    }

    private static void write(Path folder, String json) throws Exception {
        Files.writeString(folder.resolve("nat-grid.json"), json);
        Files.writeString(folder.resolve("nat-grid.md"), GridPage.of(new JSONObject(json)));
    }
}
