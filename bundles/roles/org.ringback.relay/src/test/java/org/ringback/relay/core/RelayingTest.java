package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/** As many calls are relayed as the process may open files for, and no more than the configuration says. */
public class RelayingTest {
    private static final RelaySettings.Relaying LIMITS = new RelaySettings.Relaying(true, 100, 2, 3, 4, 5, 6);

    private static int callsWithin(long files) {
        return LIMITS.within(files).calls();
    }

    @Test
    public void eachCallNeedsSixFilesBeyondThoseThatAreKept() {
        assertEquals(0, callsWithin(1_024));
        assertEquals(0, callsWithin(1_024 + 5));
        assertEquals(1, callsWithin(1_024 + 6));
        assertEquals(99, callsWithin(1_024 + 599));
        assertEquals(100, callsWithin(1_024 + 600));
    }

    @Test
    public void fewerFilesThanAreKeptAreNoCallsAndFilesWithoutEndAreNoMoreCalls() {
        assertEquals(0, callsWithin(0));
        assertEquals(100, callsWithin(Long.MAX_VALUE));
    }

    @Test
    public void nothingElseChanges() {
        assertEquals(new RelaySettings.Relaying(true, 1, 2, 3, 4, 5, 6), LIMITS.within(1_030));
    }
}
