package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** A few cells of the grid, one for each reason of a way; the whole of it is {@link GridIT}. */
public final class PartOfTheGridIT {
    private static final List<Kind> HOMES = List.of(Kind.OPEN, Kind.EIM, Kind.DUAL, Kind.V6FW);
    private static final List<Kind> ISSUERS = List.of(Kind.OPEN, Kind.EIM, Kind.SYM, Kind.V6OPEN, Kind.V6FW);
    private static final int RINGS = 3;

    private static World world;

    @Rule
    public final Timeout limit = Timeout.seconds(240);

    @BeforeClass
    public static void start() {
        String lacking = Grounds.lacking();
        assumeTrue(lacking, lacking.isEmpty());
        world = World.start(HOMES, ISSUERS, false);
    }

    @AfterClass
    public static void end() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    public void aRingFindsAWayBetweenNetworksOfEveryKindAndItsStoryTellsTheWayThatItsBytesWent() {
        for (Cell cell : List.of(
                Cell.of(Kind.OPEN, Kind.OPEN),
                Cell.of(Kind.OPEN, Kind.EIM),
                Cell.of(Kind.EIM, Kind.EIM),
                Cell.of(Kind.SYM, Kind.EIM),
                Cell.of(Kind.V6OPEN, Kind.DUAL),
                Cell.of(Kind.V6FW, Kind.V6FW),
                Cell.of(Kind.V6FW, Kind.EIM))) {
            Weather.set(world, cell, Condition.CALM);
            Weather.check(world, cell, Condition.CALM);
            Set<Way> ways = EnumSet.noneOf(Way.class);
            for (int i = 0; i < RINGS; i++) {
                Outcome outcome = Ringing.ring(world, new Trial(cell, Condition.CALM));
                assertTrue(outcome.toString(), outcome.answered());
                assertEquals(Optional.empty(), outcome.difference());
                ways.add(outcome.reading().way());
            }
            // Where both ends can meet, the relay carries if a busy machine was late for that; not each time.
            assertEquals(cell + ": " + ways, cell.openToBoth(), ways.contains(Way.DIRECT));
        }
        assertEquals(List.of(), world.grounds().internet().traffic().forbidden());
    }
}
