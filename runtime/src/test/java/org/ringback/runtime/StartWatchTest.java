package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** In virtual time: who is looked at closer, who has more time, who hangs. */
public class StartWatchTest {
    private final List<String> told = new ArrayList<>();
    private long now = 1_000_000;
    private Duration used = Duration.ofSeconds(7);

    private final StartWatch watch = new StartWatch(
            new StartWatch.Listener() {
                @Override
                public void slow(String what) {
                    told.add("slow: " + what);
                }

                @Override
                public void hangs(String what) {
                    told.add("hangs: " + what);
                }
            },
            () -> now,
            () -> used);

    @Test
    public void aBundleThatUsesNothingHangsAndTheLineSaysWhere() {
        watch.starts("org.example.first");
        pass(29);
        watch.starts("org.example.hangs");
        pass(30);
        assertEquals(List.of(), told);
        pass(3);
        assertEquals(1, told.size());
        String line = told.get(0);
        assertTrue(
                line,
                line.startsWith("hangs: bundle org.example.hangs has not finished starting after 33 s: it waits in "));
        assertEquals("nobody looks any more", 0, watch.look());
    }

    @Test
    public void eachBundleHasItsOwnTime() {
        for (int i = 0; i < 100; i++) {
            watch.starts("org.example.bundle" + i);
            pass(29);
        }
        assertEquals(List.of(), told);
    }

    @Test
    public void aBundleThatComesBackWhileItIsLookedAtIsForgotten() {
        watch.starts("org.example.slow");
        pass(32);
        watch.starts("org.example.next");
        pass(30);
        assertEquals(List.of(), told);
    }

    @Test
    public void aBundleThatWorksIsToldAndHasMoreTimeUntilItWorksNoMore() {
        watch.starts("org.ringback.store");
        for (int second = 0; second < 66; second++) {
            used = used.plusMillis(100);
            pass(1);
        }
        assertEquals(
                List.of(
                        "slow: bundle org.ringback.store has not finished starting after 33 s, and works on",
                        "slow: bundle org.ringback.store has not finished starting after 66 s, and works on"),
                told);
        for (int second = 0; second < 33; second++) {
            used = used.plusMillis(10);
            pass(1);
        }
        assertTrue(told.toString(), told.get(2).startsWith("hangs: bundle org.ringback.store"));
    }

    @Test
    public void onceAllStartedNothingIsTold() {
        watch.close();
        pass(100);
        assertEquals(List.of(), told);
        assertEquals(0, watch.look());
    }

    /** As the thread does: it looks when it was told to, and not before. */
    private void pass(int seconds) {
        long end = now + Duration.ofSeconds(seconds).toNanos();
        long left = watch.look();
        while (left > 0 && now + left <= end) {
            now += left;
            left = watch.look();
        }
        now = end;
        watch.look();
    }
}
