package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.Secret;
import org.ringback.store.Change;

public class LastingLogTest {
    private static final int PAGE = 4096;
    private static final Change OLDER =
            Change.put("grants", "anna", bytes("older")).lasting();
    private static final Change NEWER =
            Change.put("grants", "anna", bytes("newer")).lasting();

    private final MemoryDisk disk = new MemoryDisk();
    private Places places;
    private LastingLog log;

    @Before
    public void begin() throws Exception {
        places = MemoryStore.places();
        log = opened(disk);
        log.compact(0, () -> {});
    }

    @After
    public void close() {
        disk.close();
    }

    private LastingLog opened(MemoryDisk of) throws IOException {
        return new LastingLog(MemoryStore.site(of, MemoryStore.NOW), new Keys(Secret.copyOf(new byte[32])));
    }

    private void kept(long number, Change... changes) throws IOException {
        log.append(List.of(changes), number);
        log.keep();
    }

    @Test
    public void ofACommitThatFailedNothingIsLeftInMemoryOrInTheFile() throws Exception {
        kept(5, OLDER);
        log.append(List.of(NEWER, Change.remove("grants", "bert").lasting()), 9);
        log.withdraw();
        for (LastingLog one : List.of(log, opened(disk))) {
            assertEquals(1, one.size());
            assertEquals(5, one.newest());
            assertEquals("older", text(one.after(0)));
            assertEquals(Map.of(), one.after(5));
        }
        log.compact(6, () -> {});
        assertEquals("the failed one kept nothing", 0, opened(disk).size());
    }

    @Test
    public void whatWasAcknowledgedIsNotWithdrawnWithALaterFailure() throws Exception {
        kept(5, NEWER);
        log.withdraw();
        assertEquals("newer", text(log.after(0)));
        assertEquals("newer", text(opened(disk).after(0)));
    }

    @Test
    public void anAppendOverSeveralPagesThatIsCutOffInAnyWayWasNotWritten() throws Exception {
        kept(5, OLDER);
        byte[] before = disk.bytes(places.lasting());
        Change[] many = new Change[600];
        for (int i = 0; i < many.length; i++) {
            many[i] = Change.put("devices", "d" + i, bytes("revoked")).lasting();
        }
        kept(9, many);
        byte[] whole = disk.bytes(places.lasting());
        int pages = (whole.length + PAGE - 1) / PAGE;
        assertTrue("over " + pages + " pages", pages >= 3);
        for (int there = 0; there < (1 << pages) - 1; there++) {
            byte[] torn = Arrays.copyOf(before, whole.length);
            for (int page = 0; page < pages; page++) {
                int end = Math.min(whole.length, (page + 1) * PAGE);
                if ((there & 1 << page) != 0) {
                    System.arraycopy(whole, page * PAGE, torn, page * PAGE, end - page * PAGE);
                }
            }
            disk.bytes(places.lasting(), torn);
            LastingLog after = opened(disk);
            assertFalse("pages " + there, after.damaged());
            assertEquals("pages " + there, "older", text(after.after(0)));
            assertEquals("pages " + there, 1, after.size());
        }
    }

    @Test
    public void aLogThatCouldNotBeWrittenAnewGoesOnAsItWas() throws Exception {
        kept(5, OLDER);
        try {
            log.compact(7, () -> {
                throw new IOException("full");
            });
        } catch (IOException e) {
            assertEquals("full", e.getMessage());
        }
        kept(9, NEWER);
        LastingLog after = opened(disk);
        assertFalse(after.damaged());
        assertEquals("newer", text(after.after(0)));
        assertEquals(0, after.floor());
    }

    @Test
    public void aLogThatEndsEarlierThanIsKnownDoesNotTell() throws Exception {
        kept(5, OLDER);
        assertTrue(log.tellsSince(4, 5));
        assertFalse(log.tellsSince(4, 6));
        log.compact(6, () -> {});
        assertTrue("its floor counts", log.tellsSince(6, 6));
        assertFalse(log.tellsSince(5, 6));
    }

    private static String text(Map<String, LastingFormat.Entry> entries) {
        assertEquals(Set.of(LastingFormat.id(OLDER)), entries.keySet());
        Change change = entries.get(LastingFormat.id(OLDER)).change().orElseThrow();
        return StoreFolder.text(Map.of("k", change.value().orElseThrow()), "k");
    }
}
