package org.ringback.store.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.store.Change;

/** What {@code ringback store check} and {@code restore} find and do. */
public class StoreCareTest {
    private final MemoryDisk disk = new MemoryDisk();
    private Places places;

    @Before
    public void writeAndRevoke() throws Exception {
        places = MemoryStore.places();
        try (MemoryStore store = new MemoryStore(disk)) {
            store.write(Change.put("grants", "anna", bytes("good")), Change.put("grants", "bert", bytes("good")));
        }
        // the next copy is of this
        try (MemoryStore store = new MemoryStore(disk, MemoryStore.NOW.plusSeconds(86_400))) {
            store.write(Change.put("grants", "anna", bytes("revoked")).lasting());
            store.write(Change.put("grants", "carl", bytes("good")));
        }
    }

    @After
    public void close() {
        disk.close();
    }

    private StoreCare care() throws IOException {
        return new StoreCare(MemoryStore.site(disk, MemoryStore.NOW));
    }

    @Test
    public void aWholeStoreNeedsNothingAndIsNotTouched() throws Exception {
        Map<Path, byte[]> before = files();
        StoreCare.Report report = care().check();
        assertTrue(report.good());
        assertTrue(report.facts().get("data"), report.facts().get("data").startsWith("whole, commit "));
        assertTrue(care().restore().good());
        assertUntouched(before);
    }

    @Test
    public void damageThatHealsByItselfIsSaidAndNotTouched() throws Exception {
        harmData();
        Map<Path, byte[]> before = files();
        StoreCare.Report report = care().check();
        assertTrue(report.words().toString(), report.good());
        assertTrue(report.facts().get("data"), report.facts().get("data").contains("damaged"));
        assertUntouched(before);
        StoreCare.Report restored = care().restore();
        assertTrue(restored.words().toString(), restored.words().contains("nothing that was acknowledged is lost"));
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("good", store.text("grants", "carl"));
            assertTrue(store.tables().setback().isEmpty());
        }
    }

    @Test
    public void whatCannotHealIsRestoredFromTheCopyAndWhatWasRevokedStaysSo() throws Exception {
        harmData();
        byte[] mark = disk.bytes(places.mark());
        Arrays.fill(mark, Mark.SLOTS * Mark.SLOT, mark.length, (byte) 0);
        disk.bytes(places.mark(), mark);
        byte[] damaged = disk.bytes(places.data());

        assertThrows(IOException.class, () -> new MemoryStore(disk));
        assertFalse(care().check().good());
        StoreCare.Report restored = care().restore();
        assertTrue(restored.words().toString(), restored.words().get(1).startsWith("lost: 2 commits"));
        assertArrayEquals("kept", damaged, disk.bytes(places.aside(1)));

        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("revoked after the copy", "revoked", store.text("grants", "anna"));
            assertEquals("good", store.text("grants", "bert"));
            assertNull("lost", store.text("grants", "carl"));
            assertEquals(2, store.tables().setback().orElseThrow().commits());
        }
    }

    @Test
    public void aLostMarkIsMadeAnew() throws Exception {
        disk.delete(places.mark());
        assertThrows(IOException.class, () -> new MemoryStore(disk));
        assertFalse(care().check().good());
        assertTrue(care().restore().good());
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("good", store.text("grants", "carl"));
        }
    }

    @Test
    public void aMarkMadeAnewHidesNoSetbackAndBringsNoGrantBack() throws Exception {
        byte[] older = disk.bytes(places.data());
        try (MemoryStore store = new MemoryStore(disk)) {
            store.write(Change.put("grants", "bert", bytes("revoked")).lasting());
        }
        disk.bytes(places.data(), older);
        disk.delete(places.mark());
        StoreCare.Report restored = care().restore();
        assertFalse(restored.words().toString(), restored.good());
        assertTrue(restored.words().toString(), restored.words().get(1).startsWith("lost: "));
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("revoked", store.text("grants", "bert"));
            assertTrue(store.tables().setback().isPresent());
        }
    }

    @Test
    public void theCopyAloneIsPutInPlaceOnlyIfTheLogSaysWhatWasRevokedSince() throws Exception {
        harmData();
        disk.delete(places.mark());
        byte[] log = disk.bytes(places.lasting());
        disk.delete(places.lasting());
        Map<Path, byte[]> before = files();
        IOException words = assertThrows(IOException.class, () -> care().restore());
        assertTrue(words.getMessage(), words.getMessage().contains("does not say all that was revoked"));
        assertUntouched(before);

        disk.bytes(places.lasting(), log);
        StoreCare.Report restored = care().restore();
        assertFalse("what came after the copy is lost", restored.good());
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("revoked", store.text("grants", "anna"));
            assertEquals("good", store.text("grants", "bert"));
        }
        List<String> again = care().restore().words();
        assertTrue("the second time", again.get(0).startsWith("nothing to restore: the next start has all"));
        assertEquals("once is enough", 1, again.size());
    }

    @Test
    public void olderDataWithADamagedLogAreSaidNotToStart() throws Exception {
        byte[] older = disk.bytes(places.data());
        try (MemoryStore store = new MemoryStore(disk)) {
            store.write(Change.put("grants", "bert", bytes("revoked")).lasting());
        }
        disk.bytes(places.data(), older);
        disk.delete(places.whole());
        byte[] mark = disk.bytes(places.mark());
        Arrays.fill(mark, Mark.SLOTS * Mark.SLOT, mark.length, (byte) 0);
        disk.bytes(places.mark(), mark);
        disk.bytes(places.lasting(), new byte[0]);
        Map<Path, byte[]> before = files();
        assertThrows(IOException.class, () -> new MemoryStore(disk));
        StoreCare.Report report = care().check();
        assertFalse(report.good());
        assertTrue(report.words().toString(), report.words().get(0).startsWith("the store does not start: "));
        assertThrows(IOException.class, () -> care().restore());
        assertUntouched(before);
    }

    @Test
    public void withoutMarkAndLogNothingIsRestoredAndNothingTouched() throws Exception {
        disk.delete(places.mark());
        disk.delete(places.lasting());
        Map<Path, byte[]> before = files();
        IOException words = assertThrows(IOException.class, () -> care().restore());
        assertTrue(words.getMessage(), words.getMessage().contains("does not say all that was revoked"));
        assertUntouched(before);
    }

    @Test
    public void withoutACopyNothingIsRestoredAndNothingTouched() throws Exception {
        harmData();
        disk.delete(places.whole());
        Map<Path, byte[]> before = files();
        assertFalse(care().check().good());
        IOException words = assertThrows(IOException.class, () -> care().restore());
        assertTrue(words.getMessage(), words.getMessage().contains("is no whole copy"));
        assertUntouched(before);
    }

    @Test
    public void checkPromisesNoRestoreThatIsRefused() throws Exception {
        harmData();
        byte[] mark = disk.bytes(places.mark());
        Arrays.fill(mark, Mark.SLOTS * Mark.SLOT, mark.length, (byte) 0);
        disk.bytes(places.mark(), mark);
        disk.bytes(places.lasting(), new byte[0]);
        String words = care().check().words().get(0);
        assertTrue(words, words.contains("does not say all that was revoked"));
        assertThrows(IOException.class, () -> care().restore());

        disk.delete(places.data());
        disk.delete(places.whole());
        disk.bytes(places.mark(), new byte[0]);
        words = care().check().words().get(0);
        assertTrue(words, words.contains("there is no whole copy"));
        disk.delete(places.mark());
        words = care().check().words().get(0);
        assertTrue(words, words.contains("there is no whole copy"));
        assertThrows(IOException.class, () -> care().restore());
    }

    private void harmData() {
        byte[] data = disk.bytes(places.data());
        byte[] noise = new byte[data.length - 4096];
        new Random(3).nextBytes(noise);
        System.arraycopy(noise, 0, data, 4096, noise.length);
        disk.bytes(places.data(), data);
    }

    private Map<Path, byte[]> files() {
        Map<Path, byte[]> files = new HashMap<>();
        disk.names().forEach(name -> files.put(name, disk.bytes(name)));
        return files;
    }

    private void assertUntouched(Map<Path, byte[]> before) {
        assertEquals(before.keySet(), disk.names());
        before.forEach((name, bytes) -> assertArrayEquals(name.toString(), bytes, disk.bytes(name)));
    }
}
