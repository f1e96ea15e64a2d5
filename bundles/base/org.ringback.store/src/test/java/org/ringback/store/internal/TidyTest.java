package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;

import java.io.IOException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.store.Change;

/** The log of writes for good stays as long as what it says, and no longer. */
public class TidyTest {
    private final MemoryDisk disk = new MemoryDisk();
    private Places places;

    @Before
    public void begin() throws Exception {
        places = MemoryStore.places();
    }

    @After
    public void close() {
        disk.close();
    }

    private static Change password(int number) {
        return Change.put("passwords", "lamp-1", bytes("password " + number)).lasting();
    }

    private int length() {
        return disk.bytes(places.lasting()).length;
    }

    private LastingLog log() throws IOException {
        return new LastingLog(MemoryStore.site(disk, MemoryStore.NOW), new Keys(KeyFile.read(disk, places.keyFile())));
    }

    @Test
    public void whatWasWrittenAgainIsNotInTheLogAfterTheNextWholeCopy() throws Exception {
        try (MemoryStore store = new MemoryStore(disk)) {
            store.write(Change.put("grants", "anna", bytes("revoked")).lasting());
            for (int i = 1; i < 5; i++) {
                store.write(password(i));
            }
            assertTrue(log().superseded());
        }
        try (MemoryStore store = new MemoryStore(disk, MemoryStore.NOW.plusSeconds(86_400))) {
            assertEquals("password 4", store.text("passwords", "lamp-1"));
            LastingLog after = log();
            assertFalse(after.superseded());
            assertEquals("what older data could need is there", 2, after.size());
            assertEquals(0, after.floor());
        }
    }

    @Test
    public void oneRecordThatIsWrittenAgainAndAgainMakesNoLongLog() throws Exception {
        byte[] large = new byte[LastingLog.LONG / 8];
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < 200; i++) {
                store.write(Change.put("withdrawals", "1", large).lasting());
                assertTrue("after " + i + ": " + length(), length() < 2 * LastingLog.LONG);
            }
        }
    }

    @Test
    public void ofVeryManyRecordsOnlyThoseSinceTheCopyStay() throws Exception {
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < 10; i++) {
                Change[] many = new Change[500];
                for (int j = 0; j < many.length; j++) {
                    many[j] = Change.put("grants", i + "-" + j, bytes("r")).lasting();
                }
                store.write(many);
            }
            assertTrue(store.tables().number() + " commits", log().size() > LastingLog.MANY);
        }
        try (MemoryStore store = new MemoryStore(disk, MemoryStore.NOW.plusSeconds(86_400))) {
            for (int i = 0; i < 100; i++) {
                store.write(Change.put("leases", "1", bytes("l")));
            }
        }
        LastingLog after = log();
        assertEquals(0, after.size());
        assertTrue(after.tellsSince(after.floor(), 0));
    }
}
