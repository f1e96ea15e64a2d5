package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;
import static org.ringback.store.internal.StoreFolder.text;
import static org.ringback.store.internal.StoreFolder.write;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.h2.store.fs.FilePath;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.store.Change;

public class BrokenDiskTest {
    @Rule
    public final StoreFolder folder = new StoreFolder();

    private FilePath files;
    private MvStore store;

    @Before
    public void openOnAFaultyDisk() throws Exception {
        files = FaultyFiles.register();
        store = open();
    }

    private MvStore open() throws IOException {
        StoreSite site = folder.site();
        return folder.open(new StoreSite(
                new FaultyMedium(), site.places(), site.random(), site.clock(), site.recentSize(), site.background()));
    }

    @After
    public void repair() {
        FaultyFiles.TAKES.set(100);
        FaultyFiles.FLUSH_FAILS.set(false);
        folder.close();
        FilePath.unregister(files);
    }

    @Test
    public void aFullDiskFailsTheWriteAndTheNextOneWorksWhenThereIsRoom() throws Exception {
        write(store, Change.put("t", "before", bytes("1")));
        for (int takes : new int[] {0, 1, 30, 50, 99}) {
            FaultyFiles.TAKES.set(takes);
            assertFails(Change.put("t", "lost", bytes("2")), Change.put("u", "lost too", bytes("2")));
            assertFails(Change.put("t", "lost", new byte[100_000]));
            assertEquals("read from the full disk", "1", text(store.read("t"), "before"));
            assertEquals(
                    "store: the last write failed, and what it was for is not on disk: No space left on device"
                            + " (expected: room on the disk, and a disk that takes writes; the program then writes again"
                            + " by itself)",
                    store.warnings().get(0));
        }
        FaultyFiles.TAKES.set(100);
        write(store, Change.put("t", "after", bytes("3")));
        assertEquals("there is room again", List.of(), store.warnings());

        assertKept(store.read("t"));
        assertTrue(store.read("u").isEmpty());
        assertKept(folder.open().read("t"));
    }

    @Test
    public void aFailedFlushIsNotAcknowledged() throws Exception {
        write(store, Change.put("t", "before", bytes("1")));
        FaultyFiles.FLUSH_FAILS.set(true);
        assertFails(Change.put("t", "before", bytes("2")));
        FaultyFiles.FLUSH_FAILS.set(false);
        write(store, Change.put("t", "after", bytes("3")));
        assertEquals("3", text(folder.open().read("t"), "after"));
    }

    @Test
    public void aStoreThatWasNotClosedStartsOnAFullDiskWithWhatIsThere() throws Exception {
        write(store, Change.put("t", "before", bytes("1")));
        FaultyFiles.TAKES.set(0);
        folder.close();
        store = open();
        assertEquals("1", text(store.read("t"), "before"));
        assertTrue(
                store.warnings().toString(),
                store.warnings().stream().anyMatch(words -> words.startsWith("store: nothing can be written: ")));
        assertFails(Change.put("t", "lost", bytes("2")));
        FaultyFiles.TAKES.set(100);
        write(store, Change.put("t", "after", bytes("3")));
        assertKept(open().read("t"));
    }

    private static void assertKept(Map<String, byte[]> table) {
        assertEquals("1", text(table, "before"));
        assertEquals("3", text(table, "after"));
        assertEquals(2, table.size());
    }

    private void assertFails(Change... changes) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> write(store, changes));
        assertTrue(failed.getCause().toString(), failed.getCause() instanceof IOException);
        String said = String.valueOf(failed.getCause().getMessage());
        assertTrue(
                said, List.of("No space left on device", "Input/output error").contains(said));
    }
}
