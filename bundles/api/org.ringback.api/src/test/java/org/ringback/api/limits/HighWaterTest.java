package org.ringback.api.limits;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What is told of a limit: how much is used, the most that was, and by whom. */
public class HighWaterTest {
    private static final Limit ROOMS = new Limit("rooms", "inn", "rooms");

    private final HighWater taken = new HighWater();

    @Test
    public void theMarkStaysWhenTheCountFalls() {
        taken.more();
        taken.more();
        taken.fewer();
        assertEquals(new LimitUse(ROOMS, 4, 1, 2, Optional.empty()), taken.use(ROOMS, 4));
    }

    @Test
    public void whatACollectionCountsIsMarkedWithoutBeingCounted() {
        taken.reached(3);
        taken.reached(1);
        assertEquals(new LimitUse(ROOMS, 4, 0, 3, Optional.empty()), taken.use(ROOMS, 4));
        assertEquals("looking at it marks too", 4, taken.use(ROOMS, 4, 4).most());
    }

    @Test
    public void ofSeveralTheOneWithMostIsTold() {
        LimitUse use = taken.useOfOne(ROOMS, 4, Map.of("anna", 1, "boris", 3), name -> "guest " + name);
        assertEquals(new LimitUse(ROOMS, 4, 3, 3, Optional.of("guest boris")), use);
        assertEquals(
                new LimitUse(ROOMS, 4, 0, 3, Optional.empty()),
                taken.useOfOne(ROOMS, 4, Map.<String, Integer>of(), name -> name));
    }

    @Test
    public void moreThanALoweredLimitAllowsIsMoreThanAHundredPerCent() {
        LimitUse use = taken.use(ROOMS, 2, 5);
        assertEquals(250, use.percentNow());
        assertEquals(250, use.percentMost());
        assertEquals(75, new LimitUse(ROOMS, 4, 0, 3, Optional.empty()).percentMost());
    }

    @Test
    public void aKeyIsNamedAsAPersonTypesIt() {
        assertEquals(Optional.of("inn.rooms"), ROOMS.key());
        assertEquals(Optional.empty(), new Limit("doors", "inn").key());
    }

    @Test
    public void numbersThatContradictEachOtherAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LimitUse(ROOMS, 0, 0, 0, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new LimitUse(ROOMS, 4, 2, 1, Optional.empty()));
        assertThrows(IllegalArgumentException.class, () -> new LimitUse(ROOMS, 4, -1, 1, Optional.empty()));
    }
}
