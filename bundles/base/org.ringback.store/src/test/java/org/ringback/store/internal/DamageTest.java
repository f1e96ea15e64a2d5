package org.ringback.store.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.Secret;
import org.ringback.store.Change;

/** Damages each place of each file: what was acknowledged is there, or the store is refused and every file is as it was. */
public class DamageTest {
    private static final int BLOCK = 4096;
    private static final String GRANTS = "grants";
    private static final String LEASES = "leases";

    private final MemoryDisk disk = new MemoryDisk();
    private final Random random = new Random(5);
    private Places places;
    private byte[] older;
    private Map<String, String> grants;
    private int refused;
    private int kept;

    @Before
    public void writeAndRevoke() throws Exception {
        places = MemoryStore.places();
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < 20; i++) {
                store.write(Change.put(GRANTS, "g" + i, bytes("good")), Change.put(LEASES, "l" + i, new byte[1_000]));
            }
        }
        older = disk.bytes(places.data());
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < 20; i += 2) {
                store.write(Change.put(GRANTS, "g" + i, bytes("revoked")).lasting());
                store.write(Change.put(LEASES, "l" + i, new byte[2_000]));
            }
            grants = grants(store);
        }
        assertEquals(20, grants.size());
    }

    @After
    public void close() {
        disk.close();
    }

    private static Map<String, String> grants(MemoryStore store) throws IOException {
        Map<String, String> grants = new HashMap<>();
        for (String key : store.table(GRANTS).keySet()) {
            grants.put(key, store.text(GRANTS, key));
        }
        return grants;
    }

    @Test
    public void sixteenBytesChangedAnywhereInTheDataLoseNothing() throws Exception {
        everyBlock(places.data(), (bytes, at) -> random(bytes, at + random.nextInt(BLOCK - 16), 16));
    }

    @Test
    public void aBlockOverwrittenAnywhereInTheDataLosesNothing() throws Exception {
        everyBlock(places.data(), (bytes, at) -> random(bytes, at, BLOCK));
        everyBlock(places.data(), (bytes, at) -> Arrays.fill(bytes, at, at + BLOCK, (byte) 0));
    }

    @Test
    public void dataThatAreCutAnywhereLoseNothing() throws Exception {
        int length = disk.bytes(places.data()).length;
        for (int at = 0; at < length; at += BLOCK) {
            int cut = at;
            damaged("cut at " + at, places.data(), bytes -> Arrays.copyOf(bytes, cut));
            damaged("torn at " + at, places.data(), bytes -> Arrays.copyOf(bytes, cut + 100));
        }
    }

    @Test
    public void dataThatAreMissingOrAnOlderCopyLoseNothing() throws Exception {
        damaged("missing", places.data(), bytes -> null);
        damaged("older", places.data(), bytes -> older);
        assertEquals("all of it came back", 2, kept);
    }

    @Test
    public void withoutTheWholeCopyDamagedDataAreRefused() throws Exception {
        disk.delete(places.whole());
        damaged("emptied", places.data(), bytes -> new byte[0]);
        damaged("missing", places.data(), bytes -> null);
        damaged("noise", places.data(), bytes -> {
            random.nextBytes(bytes);
            return bytes;
        });
        assertEquals(3, refused);
        everyBlock(places.data(), (bytes, at) -> random(bytes, at + random.nextInt(BLOCK - 16), 16));
    }

    @Test
    public void whatRefusesSaysWhatToDo() throws Exception {
        disk.delete(places.whole());
        disk.delete(places.data());
        IOException words = assertThrows(IOException.class, () -> new MemoryStore(disk));
        assertTrue(words.getMessage(), words.getMessage().startsWith("file: /home/data/ringback.mv is missing"));
        assertTrue(words.getMessage(), words.getMessage().contains("ringback store --home DIR check"));
    }

    @Test
    public void aKeyAloneIsDamageAndNoFirstStart() throws Exception {
        for (Path path : new Path[] {places.data(), places.mark(), places.lasting(), places.whole()}) {
            disk.delete(path);
        }
        assertThrows(IOException.class, () -> new MemoryStore(disk));
        assertEquals("nothing was made", Set.of(places.keyFile()), disk.names());
    }

    @Test
    public void aDamagedMarkLogOrCopyLosesNothing() throws Exception {
        for (Path path : new Path[] {places.mark(), places.lasting(), places.whole()}) {
            everyBlock(path, (bytes, at) -> random(bytes, Math.min(at, bytes.length - 57), 57));
            damaged(path + " emptied", path, bytes -> new byte[0]);
            damaged(path + " missing", path, bytes -> null);
        }
    }

    @Test
    public void aDamagedCopyIsMadeAnewBeforeItIsNeeded() throws Exception {
        byte[] copy = disk.bytes(places.whole());
        copy[copy.length - 20] ^= 1;
        disk.bytes(places.whole(), copy);
        new MemoryStore(disk).close();
        disk.delete(places.data());
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals(grants, grants(store));
        }
    }

    @Test
    public void aStoreWithoutItsMarkIsRefused() throws Exception {
        refused = 0;
        damaged("missing", places.mark(), bytes -> null);
        damaged("emptied", places.mark(), bytes -> new byte[0]);
        assertEquals(2, refused);
    }

    @Test
    public void dataAndCopyOfBeforeARevocationBringNoGrantBack() throws Exception {
        disk.bytes(places.data(), older);
        disk.delete(places.whole());
        forgetRecent();
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals(20, store.tables().setback().orElseThrow().commits());
            assertEquals("what was written for good is there, not only gone", grants, grants(store));
            assertEquals(0, store.tables().staleRecords());
            store.write(Change.put(GRANTS, "g0", bytes("good again")));
        }
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("good again", store.text(GRANTS, "g0"));
            assertEquals("revoked", store.text(GRANTS, "g2"));
            assertEquals(
                    "noticed once", 20, store.tables().setback().orElseThrow().commits());
        }
    }

    @Test
    public void whatOlderDataNeverHadIsThereIfItWasWrittenForGood() throws Exception {
        try (MemoryStore store = new MemoryStore(disk)) {
            store.write(
                    Change.put("withdrawals", "1", bytes("anna")).lasting(),
                    Change.put("withdrawals", "2", bytes("bert")).lasting());
            store.write(Change.remove("withdrawals", "1").lasting());
        }
        disk.bytes(places.data(), older);
        disk.delete(places.whole());
        forgetRecent();
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals(Set.of("2"), store.table("withdrawals").keySet());
            assertEquals("bert", store.text("withdrawals", "2"));
        }
    }

    @Test
    public void ofALogThatKnowsNoMoreThanThatItWasWrittenTheRecordGoesAndIsStale() throws Exception {
        LastingFormat format = new LastingFormat(new Keys(Secret.copyOf(disk.bytes(places.keyFile()))), random);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(format.floor(0));
        for (int i = 0; i < 20; i += 2) {
            log.writeBytes(format.written(LastingFormat.id(GRANTS, "g" + i), 1_000));
        }
        disk.bytes(places.lasting(), log.toByteArray());
        disk.bytes(places.data(), older);
        disk.delete(places.whole());
        forgetRecent();
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < 20; i++) {
                assertEquals("g" + i, i % 2 == 0 ? null : "good", store.text(GRANTS, "g" + i));
                assertEquals("g" + i, i % 2 == 0, store.tables().stale(GRANTS, "g" + i));
            }
            store.write(Change.put(GRANTS, "g0", bytes("good again")));
            assertFalse(store.tables().stale(GRANTS, "g0"));
        }
        try (MemoryStore store = new MemoryStore(disk)) {
            assertEquals("good again", store.text(GRANTS, "g0"));
            assertFalse(store.tables().stale(GRANTS, "g0"));
            assertTrue(store.tables().stale(GRANTS, "g2"));
        }
    }

    @Test
    public void olderDataWithALogThatIsEmptiedCutOrMissingAreRefused() throws Exception {
        disk.bytes(places.data(), older);
        disk.delete(places.whole());
        forgetRecent();
        byte[] log = disk.bytes(places.lasting());
        for (int length = 0; length < log.length; length += LastingFormat.STEP) {
            disk.bytes(places.lasting(), Arrays.copyOf(log, length));
            Map<Path, byte[]> before = files();
            IOException words = assertThrows("cut at " + length, IOException.class, () -> new MemoryStore(disk));
            assertTrue(words.getMessage(), words.getMessage().contains("does not say all that was revoked"));
            assertUntouched(before);
        }
        disk.delete(places.lasting());
        assertThrows(IOException.class, () -> new MemoryStore(disk));
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

    @Test
    public void olderDataWithADamagedLogAreRefused() throws Exception {
        disk.bytes(places.data(), older);
        disk.delete(places.whole());
        forgetRecent();
        byte[] log = disk.bytes(places.lasting());
        log[LastingFormat.STEP + 3] ^= 1;
        disk.bytes(places.lasting(), log);
        IOException words = assertThrows(IOException.class, () -> new MemoryStore(disk));
        assertTrue(words.getMessage(), words.getMessage().contains("does not say all that was revoked"));
    }

    private void forgetRecent() {
        byte[] mark = disk.bytes(places.mark());
        Arrays.fill(mark, 2 * BLOCK, mark.length, (byte) 0);
        disk.bytes(places.mark(), mark);
    }

    private interface Harm {
        void at(byte[] bytes, int place);
    }

    private void everyBlock(Path path, Harm harm) throws IOException {
        int length = disk.bytes(path).length;
        // the ring behind the mark is the same all over
        int step = path.equals(places.mark()) ? 3 * BLOCK : BLOCK;
        for (int at = 0; at < length; at += step) {
            int place = at;
            damaged(path + " at " + at, path, bytes -> {
                harm.at(bytes, place);
                return bytes;
            });
        }
    }

    private void random(byte[] bytes, int at, int length) {
        byte[] noise = new byte[Math.min(length, bytes.length - at)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, noise.length);
    }

    private void damaged(String what, Path path, UnaryOperator<byte[]> harm) throws IOException {
        try (MemoryDisk copy = disk.copy()) {
            byte[] after = harm.apply(disk.bytes(path));
            if (after == null) {
                copy.delete(path);
            } else {
                copy.bytes(path, after);
            }
            IOException refusal = refusal(what, copy);
            if (refusal == null) {
                kept++;
            } else {
                refused++;
                assertTrue(
                        what + ": " + refusal.getMessage(), refusal.getMessage().contains("(expected: "));
                assertUntouched(what, copy, path, after);
            }
        }
    }

    /** Null if it starts: then with everything. */
    private IOException refusal(String what, MemoryDisk damaged) throws IOException {
        MemoryStore started;
        try {
            started = new MemoryStore(damaged);
        } catch (IOException e) {
            return e;
        }
        try (MemoryStore store = started) {
            assertEquals(what, grants, grants(store));
            assertTrue(what, store.tables().setback().isEmpty());
        }
        return null;
    }

    private void assertUntouched(String what, MemoryDisk copy, Path path, byte[] after) {
        for (Path name : disk.names()) {
            assertArrayEquals(what + ": " + name, name.equals(path) ? after : disk.bytes(name), copy.bytes(name));
        }
        assertEquals(
                what,
                disk.names().size() - (after == null ? 1 : 0),
                copy.names().size());
    }
}
