package org.ringback.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Test;

/** A page begins behind the last row of the one before, and says whether there is a next one. */
public class PageTest {
    private static final List<EquipmentId> IDS =
            List.of(new EquipmentId("a-1"), new EquipmentId("a-2"), new EquipmentId("a-3"));

    private final NavigableMap<EquipmentId, String> kept = new TreeMap<>();
    private final List<String> shown = new ArrayList<>();
    private final List<Optional<EquipmentId>> asked = new ArrayList<>();

    public PageTest() {
        IDS.forEach(id -> kept.put(id, id.value()));
    }

    private Page<EquipmentId> page(Optional<EquipmentId> after, int limit) {
        return Page.of(kept, after, limit, value -> {
            shown.add(value);
            return new EquipmentId(value);
        });
    }

    @Test
    public void aPageHasAsManyRowsAsAreWantedAndSaysWhetherThereAreMore() {
        assertEquals(new Page<>(IDS.subList(0, 1), true), page(Optional.empty(), 1));
        assertEquals("one more than is wanted is looked at", List.of("a-1", "a-2"), shown);
        assertEquals(new Page<>(IDS.subList(1, 3), false), page(Optional.of(IDS.get(0)), 2));
        assertEquals(new Page<>(List.of(), false), page(Optional.of(IDS.get(2)), 2));
    }

    @Test
    public void aPageBeginsBehindAnIdThatIsGoneMeanwhile() {
        kept.remove(IDS.get(1));
        assertEquals(new Page<>(List.of(IDS.get(2)), false), page(Optional.of(IDS.get(1)), 2));
    }

    @Test
    public void aLimitOfNoneOrOfTooManyIsRefused() {
        for (int limit : new int[] {0, Page.MOST + 1}) {
            assertThrows(IllegalArgumentException.class, () -> page(Optional.empty(), limit));
        }
    }

    @Test
    public void whoWantsAllGoesOnWhereThePageBeforeEnded() {
        assertEquals(IDS, all().toList());
        assertEquals(List.of(Optional.empty(), Optional.of(IDS.get(1))), asked);
    }

    @Test
    public void aPageThatNobodyWantsIsNotAskedFor() {
        assertEquals(IDS.get(0), all().findFirst().orElseThrow());
        assertEquals(List.of(Optional.empty()), asked);
    }

    private Stream<EquipmentId> all() {
        return Page.stream(
                (after, limit) -> {
                    asked.add(after);
                    return page(after, Math.min(2, limit));
                },
                id -> id);
    }
}
