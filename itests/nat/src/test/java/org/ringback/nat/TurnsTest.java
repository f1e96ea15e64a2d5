package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/** Work side by side, of which no two pieces need the same site. */
public final class TurnsTest {
    private static final List<Set<Integer>> ALL = List.of(Set.of(1, 2), Set.of(2, 3), Set.of(3, 4), Set.of(1, 4));

    @Test
    public void allIsDoneAndNothingThatNeedsTheSameSiteAtTheSameTime() {
        Set<Integer> busy = Collections.synchronizedSet(new HashSet<>());
        List<Set<Integer>> done = Collections.synchronizedList(new ArrayList<>());
        Turns.run(ALL, one -> one, 4, one -> {
            one.forEach(site -> assertTrue("site " + site + " is taken", busy.add(site)));
            done.add(one);
            busy.removeAll(one);
        });
        assertEquals(new HashSet<>(ALL), new HashSet<>(done));
        assertEquals(ALL.size(), done.size());
    }

    @Test
    public void whatNeedsOtherSitesIsDoneAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        Turns.run(List.of(Set.of(1), Set.of(2)), one -> one, 2, one -> {
            both.countDown();
            try {
                assertTrue(both.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    public void groupsNeedNoSiteTwice() {
        assertEquals(
                List.of(List.of(ALL.get(0), ALL.get(2)), List.of(ALL.get(1), ALL.get(3))),
                Turns.groups(ALL, one -> one));
    }

    @Test
    public void aFailureIsTold() {
        assertThrows(
                AssertionError.class,
                () -> Turns.run(ALL, one -> one, 2, one -> {
                    throw new IllegalStateException("no");
                }));
    }
}
