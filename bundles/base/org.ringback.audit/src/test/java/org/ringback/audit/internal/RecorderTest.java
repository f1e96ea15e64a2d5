package org.ringback.audit.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;

/** One thread writes what many record; a disk that takes nothing costs no act, and is told. */
public class RecorderTest {
    private final Log log = new Log();
    private final Recorder recorder =
            new Recorder(() -> Trail.open(log.files, new Random(7), () -> Log.NOON, Trail.FULL), () -> Log.NOON);

    private CompletableFuture<Void> record(String object) {
        CompletionStage<Void> done = recorder.record(Log.act(object).entry());
        return done.toCompletableFuture();
    }

    private List<String> outcomes() throws IOException {
        List<String> all = new ArrayList<>();
        for (AuditLine line : recorder.trail().latest(Long.MAX_VALUE, 1_000)) {
            AuditEntry entry = line.entry();
            all.add(0, entry.what().equals("audit") ? entry.outcome() : entry.object());
        }
        return all;
    }

    private void fill() {
        log.files.room =
                log.files.disk.values().stream().mapToLong(file -> file.length).sum();
    }

    @Test
    public void whatWaitsIsWrittenWithOneFlush() throws IOException {
        recorder.trail();
        List<CompletableFuture<Void>> all = List.of(record("a"), record("b"), record("c"));
        int before = log.files.operations;
        recorder.turn();
        assertEquals("the lines, and the head", 2, log.files.operations - before);
        assertTrue(all.stream().allMatch(CompletableFuture::isDone));
        assertEquals(List.of("a", "b", "c"), outcomes());
    }

    @Test
    public void nobodyIsToldBeforeTheLineIsOnDisk() {
        assertFalse(record("a").isDone());
    }

    @Test
    public void aFullDiskIsToldAndItsLinesAreWrittenLater() throws Exception {
        recorder.trail();
        fill();
        CompletableFuture<Void> failed = record("a");
        recorder.turn();
        assertEquals(
                "No space left on device",
                assertThrows(ExecutionException.class, failed::get).getCause().getMessage());
        assertEquals(
                List.of(
                        "audit: nothing can be recorded: No space left on device; 1 act waits, 0 more are lost (expected:"
                                + " room on the disk, and HOME/state/audit for this user to write; lines are then written by"
                                + " themselves); what is asked for is done all the same"),
                recorder.warnings());
        log.files.room = Long.MAX_VALUE;
        recorder.turn();
        assertEquals(List.of(), recorder.warnings());
        assertEquals(List.of("a"), outcomes());
    }

    @Test
    public void ofManyThatCannotBeWrittenTheFirstAreKeptAndTheOthersCounted() throws Exception {
        recorder.trail();
        fill();
        for (int act = 0; act < Recorder.KEPT + 10; act++) {
            assertFalse(record("act-" + act).isDone());
            recorder.turn();
        }
        log.files.room = Long.MAX_VALUE;
        recorder.turn();
        List<String> written = outcomes();
        assertEquals(Recorder.KEPT + 1, written.size());
        assertEquals("act-0", written.get(0));
        assertEquals("10 acts were not recorded", written.get(Recorder.KEPT));
        recorder.turn();
        assertEquals("told once", Recorder.KEPT + 1, outcomes().size());
    }

    @Test
    public void moreThanMayWaitAreRefusedAtOnceAndCounted() throws Exception {
        for (int act = 0; act < Recorder.WAITING; act++) {
            assertFalse(record("act").isDone());
        }
        assertTrue(record("too many").isCompletedExceptionally());
        recorder.turn();
        assertEquals("1 act was not recorded", outcomes().get(outcomes().size() - 1));
    }

    @Test
    public void aLogThatCannotBeOpenedIsTriedAgain() throws Exception {
        log.files.room = 0;
        CompletableFuture<Void> failed = record("a");
        recorder.turn();
        assertTrue(failed.isCompletedExceptionally());
        assertThrows(IOException.class, recorder::trail);
        log.files.room = Long.MAX_VALUE;
        recorder.turn();
        assertEquals(List.of("a"), outcomes());
    }

    @Test
    public void aFaultLosesNobodyWhoWaitsAndIsTriedAgain() throws Exception {
        RuntimeException[] fault = {new UncheckedIOException(new IOException("Input/output error"))};
        Recorder faulty = new Recorder(
                () -> {
                    if (fault[0] != null) {
                        throw fault[0];
                    }
                    return recorder.trail();
                },
                () -> Log.NOON);
        CompletableFuture<Void> failed = faulty.record(Log.act("a").entry()).toCompletableFuture();
        faulty.turn();
        assertTrue(failed.isCompletedExceptionally());
        fault[0] = null;
        faulty.turn();
        assertEquals(List.of("a"), outcomes());
    }

    @Test
    public void manyThreadsRecordAndEachLineIsThereOnce() throws Exception {
        recorder.start();
        Set<String> expected = new HashSet<>();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            List<String> names = new ArrayList<>();
            for (int act = 0; act < 50; act++) {
                names.add("act-" + thread + "-" + act);
            }
            expected.addAll(names);
            threads.add(CompletableFuture.runAsync(
                    () -> names.forEach(name -> record(name).join())));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(60, TimeUnit.SECONDS);
        }
        List<String> written = outcomes();
        assertEquals(expected.size(), written.size());
        assertEquals(expected, new HashSet<>(written));
        assertEquals(400, recorder.trail().verify().lines());
        recorder.close();
    }

    @Test
    public void whatWaitsAtTheEndIsWrittenAndLaterActsAreRefused() throws Exception {
        CompletableFuture<Void> waiting = record("a");
        recorder.start();
        recorder.close();
        assertTrue(waiting.isDone() && !waiting.isCompletedExceptionally());
        assertTrue(record("b").isCompletedExceptionally());
        assertEquals(List.of("a"), outcomes());
    }
}
