package org.ringback.store.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;
import static org.ringback.store.internal.StoreFolder.text;
import static org.ringback.store.internal.StoreFolder.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.store.Change;

public class MvStoreTest {
    @Rule
    public final StoreFolder folder = new StoreFolder();

    @Test
    public void whatWasWrittenIsThereAfterReopening() throws Exception {
        write(folder.open(), Change.put("leases", "lamp-1", bytes("one")), Change.put("grants", "anna", bytes("two")));
        write(folder.open(), Change.put("leases", "lamp-2", bytes("three")), Change.remove("grants", "anna"));

        MvStore store = folder.open();
        assertEquals("one", text(store.read("leases"), "lamp-1"));
        assertEquals("three", text(store.read("leases"), "lamp-2"));
        assertTrue(store.read("grants").isEmpty());
    }

    @Test
    public void aTableThatWasNeverWrittenIsEmpty() throws Exception {
        assertTrue(folder.open().read("leases").isEmpty());
    }

    @Test
    public void whetherATableIsEmptyIsSeenWithoutReadingIt() throws Exception {
        MvStore store = folder.open();
        assertTrue(store.isEmpty("leases"));
        write(store, Change.put("leases", "lamp-1", bytes("one")));
        assertFalse(store.isEmpty("leases"));
        write(store, Change.remove("leases", "lamp-1"));
        assertTrue(store.isEmpty("leases"));
        store.close();
        assertThrows(UncheckedIOException.class, () -> store.isEmpty("leases"));
    }

    @Test
    public void aTableIsReadInTheOrderOfItsKeys() throws Exception {
        MvStore store = folder.open();
        write(
                store,
                Change.put("t", "b", bytes("2")),
                Change.put("t", "c", bytes("3")),
                Change.put("t", "a", bytes("1")));
        assertEquals(List.of("a", "b", "c"), List.copyOf(store.read("t").keySet()));
    }

    @Test
    public void whoReadsGetsACopy() throws Exception {
        MvStore store = folder.open();
        write(store, Change.put("t", "k", bytes("value")));
        Map<String, byte[]> first = store.read("t");
        first.get("k")[0] = '!';
        first.clear();
        assertArrayEquals(bytes("value"), store.read("t").get("k"));
    }

    @Test
    public void eachRecordOfALargeTableIsHandedOverOnceInTheOrderOfTheKeysAndNeverAllAtOnce() throws Exception {
        MvStore store = folder.open();
        Change[] records = new Change[5_000];
        for (int i = 0; i < records.length; i++) {
            records[i] = Change.put("t", String.format("key %04d", i), bytes("value " + i + " ".repeat(200)));
        }
        write(store, records);
        List<String> seen = new ArrayList<>();
        store.each("t", (key, value) -> {
            assertArrayEquals(records[seen.size()].value().orElseThrow(), value);
            if (seen.isEmpty()) {
                // the first are handed over before the last are read
                store.write(List.of(Change.remove("t", "key 4999")))
                        .toCompletableFuture()
                        .join();
            }
            seen.add(key);
        });
        assertEquals(4_999, seen.size());
        assertEquals(List.copyOf(store.read("t").keySet()), seen);
    }

    @Test
    public void whatAReaderThrowsEndsItsReadingAndNothingElse() throws Exception {
        MvStore store = folder.open();
        write(store, Change.put("t", "a", bytes("1")), Change.put("t", "b", bytes("2")));
        List<String> seen = new ArrayList<>();
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> store.each("t", (key, value) -> {
                    seen.add(key);
                    throw new IllegalStateException("record " + key);
                }));
        assertEquals("record a", thrown.getMessage());
        assertEquals(List.of("a"), seen);
        assertEquals("2", text(store.read("t"), "b"));
    }

    @Test
    public void theLastWriteOfARecordWins() throws Exception {
        MvStore store = folder.open();
        for (int i = 0; i < 1_000; i++) {
            var unused = store.write(List.of(Change.put("t", "k", bytes("value " + i))));
        }
        assertEquals("value 999", text(store.read("t"), "k"));
    }

    @Test
    public void tenThousandPutsThatWaitForNobodyAreAllThere() throws Exception {
        MvStore store = folder.open();
        byte[] value = new byte[200];
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            writes.add(store.write(List.of(Change.put("t", "key " + i, value))).toCompletableFuture());
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertEquals(10_000, folder.open().read("t").size());
    }

    @Test
    public void writersOnManyThreadsLoseNothing() throws Exception {
        MvStore store = folder.open();
        int threads = 8;
        int each = 250;
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> writers = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < threads; t++) {
            String name = "writer " + t + " ";
            Thread writer = new Thread(() -> {
                try {
                    ready.countDown();
                    ready.await();
                    for (int i = 0; i < each; i++) {
                        write(store, Change.put("t", name + i, bytes(name)));
                    }
                } catch (Exception e) {
                    failures.add(e);
                }
            });
            writers.add(writer);
            writer.start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(8 * 250, folder.open().read("t").size());
    }

    @Test
    public void writesAreAcknowledgedInTheirOrder() throws Exception {
        MvStore store = folder.open();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int number = i;
            writes.add(store.write(List.of(Change.put("t", "k" + i, bytes("v"))))
                    .thenRun(() -> order.add(number))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertEquals(500, order.size());
        List<Integer> sorted = new ArrayList<>(order);
        Collections.sort(sorted);
        assertEquals(sorted, order);
    }

    @Test
    public void whoIsToldOfAWriteMayReadAndWrite() throws Exception {
        MvStore store = folder.open();
        Map<String, byte[]> seen = store.write(List.of(Change.put("t", "a", bytes("1"))))
                .thenCompose(done -> store.write(List.of(Change.put("t", "b", bytes("2")))))
                .thenApply(done -> store.read("t"))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertEquals(2, seen.size());
    }

    @Test
    public void aReaderWhoIsInterruptedStillReadsAndStaysInterrupted() throws Exception {
        MvStore store = folder.open();
        write(store, Change.put("t", "k", bytes("v")));
        Thread.currentThread().interrupt();
        assertEquals("v", text(store.read("t"), "k"));
        assertTrue(Thread.interrupted());
        write(store, Change.put("t", "k", bytes("w")));
        assertEquals("w", text(folder.open().read("t"), "k"));
    }

    @Test
    public void closingWritesWhatIsWaiting() throws Exception {
        MvStore store = folder.open();
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            writes.add(
                    store.write(List.of(Change.put("t", "k" + i, bytes("v")))).toCompletableFuture());
        }
        folder.close();
        for (CompletableFuture<Void> write : writes) {
            assertTrue(write.isDone());
            write.get();
        }
        assertEquals(2_000, folder.open().read("t").size());
    }

    @Test
    public void aClosedStoreRefusesInWords() throws Exception {
        MvStore store = folder.open();
        folder.close();
        CompletableFuture<Void> write =
                store.write(List.of(Change.put("t", "k", bytes("v")))).toCompletableFuture();
        ExecutionException refused = assertThrows(ExecutionException.class, write::get);
        assertSame(IOException.class, refused.getCause().getClass());
        assertTrue(refused.getCause().getMessage().contains("closed"));
        assertThrows(UncheckedIOException.class, () -> store.read("t"));
    }

    @Test
    public void whatIsWaitingIsBounded() throws Exception {
        MvStore store = folder.open();
        byte[] megabyte = new byte[Change.MAX_VALUE];
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(store.write(List.of(Change.put("t", "k", megabyte))).toCompletableFuture());
        }
        int refused = 0;
        for (CompletableFuture<Void> write : writes) {
            try {
                write.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertTrue(e.getCause().getMessage().contains("too much is waiting"));
                refused++;
            }
        }
        assertTrue("refused " + refused, refused > 0 && refused < 200);
        write(store, Change.put("t", "k", bytes("room again")));
    }

    @Test
    public void eachCommitHasTheNextNumberAlsoAfterReopening() throws Exception {
        MvStore store = folder.open();
        long before = store.commits();
        write(store, Change.put("t", "k", bytes("1")));
        write(store, Change.put("t", "k", bytes("2")));
        assertEquals(before + 2, store.commits());
        assertEquals(before + 2, folder.open().commits());
    }

    @Test
    public void aSecondStoreOnTheSameFileIsRefused() throws Exception {
        MvStore store = folder.open();
        IOException refused = assertThrows(IOException.class, () -> new MvStore(folder.site()));
        assertTrue(refused.getMessage().contains("in use by another process"));
        write(store, Change.put("t", "k", bytes("still fine")));
    }

    @Test
    public void theFileStaysSmallWhileRecordsAreRewritten() throws Exception {
        try (MemoryDisk disk = new MemoryDisk();
                MemoryStore written = new MemoryStore(disk)) {
            for (int i = 0; i < 200; i++) {
                written.write(Change.put("leases", "static-" + i, new byte[300]));
            }
            for (int i = 0; i < 1_500; i++) {
                written.write(
                        Change.put("leases", "static-" + i % 100, new byte[300]),
                        Change.put("other", "k" + i % 7, new byte[50]));
                disk.forgetSteps();
                if (i % 256 == 0) {
                    written.tables().compact();
                }
            }
            long size = disk.size(MemoryStore.places().data());
            assertTrue("file has " + size + " bytes", size < 2 << 20);
        }
    }

    @Test
    public void nothingStandsInTheFileInClear() throws Exception {
        write(folder.open(), Change.put("the-table", "the-key-of-it", bytes("the secret value")));
        folder.close();
        String raw = Files.readString(folder.data(), StandardCharsets.ISO_8859_1);
        assertFalse(raw.contains("the secret value"));
        assertFalse(raw.contains("the-key-of-it"));
        assertFalse(raw.contains("the-table"));
    }
}
