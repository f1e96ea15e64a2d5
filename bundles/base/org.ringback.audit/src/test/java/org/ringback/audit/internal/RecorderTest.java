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
import java.util.Map;
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
    private final Recorder recorder = new Recorder(
            known -> Trail.open(log.files, new Random(7), () -> Log.NOON, Trail.FULL, known), () -> Log.NOON);

    private CompletableFuture<Void> record(String object) {
        CompletionStage<Void> done = recorder.record(Log.act(object).entry());
        return done.toCompletableFuture();
    }

    private void written(String object) throws Exception {
        CompletableFuture<Void> done = record(object);
        recorder.turn();
        done.get(60, TimeUnit.SECONDS);
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
    public void nobodyIsToldBeforeTheLineIsOnDisk() throws IOException {
        recorder.trail();
        CompletableFuture<Void> told = record("a");
        List<Boolean> toldBefore = new ArrayList<>();
        log.files.beforeWrite = () -> toldBefore.add(told.isDone());
        recorder.turn();
        assertEquals("the lines, and the head", List.of(false, false), toldBefore);
        assertTrue(told.isDone());
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

    /** The line itself found room, what notes how many there are did not: that waits for no further line. */
    @Test
    public void whatCouldNotBeDoneBehindALineIsTriedAgainWithoutAnotherOne() throws Exception {
        written("a");
        log.files.beforeWrite = () -> log.files.beforeWrite = this::fill; // the line, then the head
        written("b");
        assertEquals(recorder.warnings().toString(), 1, recorder.warnings().size());
        assertTrue(recorder.warnings().get(0).startsWith("audit: state/audit/head cannot be written: "));
        recorder.turn();
        assertEquals("no room yet", 1, recorder.warnings().size());
        log.files.beforeWrite = () -> {};
        log.files.room = Long.MAX_VALUE;
        recorder.turn();
        assertEquals(List.of(), recorder.warnings());
        assertEquals(2, outcomes().size());
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
        ExecutionException refused = assertThrows(ExecutionException.class, record("too many")::get);
        assertEquals(
                "audit: more than 1024 acts wait to be recorded (expected: a disk that keeps up); the act is done, and"
                        + " counted in a line; next: look at 'status'",
                refused.getCause().getMessage());
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
                known -> {
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

    private String latest() {
        List<String> names = log.names();
        return "audit/" + names.get(names.size() - 1);
    }

    @Test
    public void aLatestFileThatIsTakenAwayCostsNoAct() throws Exception {
        written("a");
        log.files.disk.remove(latest());
        written("b");
        written("c");
        assertEquals(List.of("began anew: state/audit/000000000001.log: is missing", "b", "c"), outcomes());
        assertEquals(
                List.of(
                        "audit: state/audit/000000000001.log: is missing; new lines go to a file of their own; next: keep"
                                + " a copy of HOME/state/audit, look at 'audit verify', then 'clear-alarm --audit'"),
                recorder.warnings());
        assertEquals(List.of("state/audit/000000000001.log: is missing"), Log.wrong(recorder.trail()));
    }

    @Test
    public void anEarlierCopyThatIsPutBackIsNamedAndNotGoneOnFrom() throws Exception {
        written("a");
        Map<String, byte[]> copy = Map.copyOf(log.files.disk);
        written("b");
        log.files.disk.putAll(copy);
        written("c");
        assertEquals(
                List.of(
                        "a",
                        "began anew: state/audit/000000000001.log, line 3: is missing: there were lines up to number 2",
                        "c"),
                outcomes());
    }

    @Test
    public void aFolderThatIsTakenAwayIsMadeAnew() throws Exception {
        written("a");
        log.files.disk.clear();
        written("b");
        assertEquals("b", outcomes().get(outcomes().size() - 1));
        assertEquals(3, recorder.trail().last().number());
        assertEquals(List.of("state/audit/000000000001.log: is missing"), Log.wrong(recorder.trail()));
    }

    @Test
    public void aFaultThatComesAfterTheLinesWritesNothingTwice() throws Exception {
        Recorder small = new Recorder(log::open, () -> Log.NOON);
        log.files.deleteFault = new UncheckedIOException(new IOException("Input/output error"));
        for (int act = 1; act <= 60; act++) {
            CompletableFuture<Void> done =
                    small.record(Log.act("act-" + act).entry()).toCompletableFuture();
            small.turn();
            assertTrue(done.isDone() && !done.isCompletedExceptionally());
        }
        assertEquals(60, small.trail().last().number());
        assertEquals(1, small.warnings().size());
    }

    @Test
    public void whatIsDueBesideIsDoneOnTheThreadWithoutAnAct() throws Exception {
        CompletableFuture<CompletableFuture<Void>> told = new CompletableFuture<>();
        int[] calls = {0};
        recorder.beside(() -> {
            calls[0]++;
            if (calls[0] == 2) {
                told.complete(record("what was only counted"));
            }
            return calls[0] == 1 ? 1 : Long.MAX_VALUE;
        });
        recorder.start();
        told.get(60, TimeUnit.SECONDS).get(60, TimeUnit.SECONDS);
        recorder.close();
        assertEquals(List.of("what was only counted"), outcomes());
    }

    @Test
    public void theThreadChecksAllFilesAfterItsFirstLines() throws Exception {
        Log.add(log.open(), 1, 12);
        List<String> lines = log.lines(Header.file(1));
        lines.set(2, lines.get(2).replace("done", "gone"));
        log.put(Header.file(1), lines);
        CompletableFuture<Void> written = record("a");
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        recorder.beside(() -> {
            if (!recorder.warnings().isEmpty()) {
                told.complete(written.isDone());
            }
            return Long.MAX_VALUE;
        });
        recorder.start();
        assertTrue("lines first", told.get(60, TimeUnit.SECONDS));
        recorder.close();
        assertEquals(
                List.of("audit: state/audit/000000000001.log, line 3: number 2: was changed, or the line before it was;"
                        + " next: keep a copy of HOME/state/audit, look at 'audit verify', then 'clear-alarm --audit'; this is"
                        + " told until then, or until that file is the oldest and goes"),
                recorder.warnings());
    }
}
