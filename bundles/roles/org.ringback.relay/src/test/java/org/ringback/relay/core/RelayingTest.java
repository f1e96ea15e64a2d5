package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/** As many calls are relayed as the process may open files and has memory for, and no more than the configuration says. */
public class RelayingTest {
    private static final RelaySettings.Relaying LIMITS = new RelaySettings.Relaying(true, 100, 2, 3, 4, 5, 6);

    private static final long ENOUGH = Long.MAX_VALUE;
    /** What one call may need of the memory, twice as only half is for them. */
    private static final long MEMORY = 2 * (640 << 10);

    private static int callsWithin(long files, long memory) {
        RelaySettings.Relaying within = LIMITS.within(files, memory);
        return within.on() ? within.calls() : 0;
    }

    @Test
    public void eachCallNeedsSixFilesBeyondThoseThatAreKept() {
        assertEquals(0, callsWithin(1_024, ENOUGH));
        assertEquals(0, callsWithin(1_024 + 5, ENOUGH));
        assertEquals(1, callsWithin(1_024 + 6, ENOUGH));
        assertEquals(99, callsWithin(1_024 + 599, ENOUGH));
        assertEquals(100, callsWithin(1_024 + 600, ENOUGH));
    }

    @Test
    public void fewerFilesThanAreKeptAreNoCallsAndFilesWithoutEndAreNoMoreCalls() {
        assertEquals(0, callsWithin(0, ENOUGH));
        assertEquals(100, callsWithin(Long.MAX_VALUE, ENOUGH));
    }

    @Test
    public void eachCallNeedsMemoryForTwoEndsThatReadSlowly() {
        assertEquals(0, callsWithin(ENOUGH, MEMORY - 1));
        assertEquals(7, callsWithin(ENOUGH, 7 * MEMORY));
        assertEquals(100, callsWithin(ENOUGH, ENOUGH));
    }

    @Test
    public void nothingElseChanges() {
        assertEquals(new RelaySettings.Relaying(true, 1, 2, 3, 4, 5, 6), LIMITS.within(1_030, ENOUGH));
    }
}
