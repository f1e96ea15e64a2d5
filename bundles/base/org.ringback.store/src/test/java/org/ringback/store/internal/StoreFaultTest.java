package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;
import static org.ringback.store.internal.StoreFolder.text;
import static org.ringback.store.internal.StoreFolder.write;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.store.Change;

/** Faults, as of a memory that is full, on the thread that owns the file. */
public class StoreFaultTest {
    @Rule
    public final StoreFolder folder = new StoreFolder();

    /** What the store does when it asks for the time, which it does behind each commit and when nothing is to be done. */
    private final AtomicReference<Runnable> atTheClock = new AtomicReference<>(() -> {});

    private MvStore open() throws Exception {
        StoreSite site = folder.site();
        return folder.open(new StoreSite(
                site.medium(),
                site.places(),
                site.random(),
                () -> {
                    atTheClock.get().run();
                    return Instant.EPOCH;
                },
                site.recentSize(),
                site.background()));
    }

    private static void fault() {
        throw new OutOfMemoryError("made by a test");
    }

    @Test
    public void aFaultWhileNothingIsToBeDoneDoesNotEndTheStore() throws Exception {
        atTheClock.set(StoreFaultTest::fault);
        MvStore store = open();
        write(store, Change.put("t", "k", bytes("v")));
        assertEquals("v", text(store.read("t"), "k"));
        assertEquals(List.of(), store.warnings());
    }

    @Test
    public void aFaultBehindACommitGivesItsPlaceBackOnce() throws Exception {
        MvStore store = open();
        // three such writes may wait, and no fourth
        Change[] many = new Change[20];
        Arrays.fill(many, Change.put("t", "k", new byte[Change.MAX_VALUE]));
        CountDownLatch faulted = new CountDownLatch(1);
        atTheClock.set(() -> {
            faulted.countDown();
            fault();
        });
        write(store, many);
        join(faulted);
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        atTheClock.set(() -> {
            there.countDown();
            join(go);
        });
        write(store, Change.put("t", "k", bytes("small")));
        join(there);
        for (int i = 0; i < 3; i++) {
            assertFalse(store.write(List.of(many)).toCompletableFuture().isDone());
        }
        CompletableFuture<Void> fourth = store.write(List.of(many)).toCompletableFuture();
        atTheClock.set(() -> {});
        go.countDown();
        assertTrue(fourth.isCompletedExceptionally());
    }

    private static void join(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
