package org.ringback.audit.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;

/** What is on disk whenever the program or the machine ends, and what becomes of a full disk. */
public class TrailTest {
    private final Log log = new Log();

    @Test
    public void aLineIsReadAsItWasWritten() throws IOException {
        AuditEntry entry =
                new AuditEntry("refusal", "änna \"\\\" }", "lamp-1,", "[2001:db8::1]:40000", "a: b, \"c\":\"d\"");
        Instant when = Instant.parse("2026-11-29T12:00:00.123Z");
        Trail trail = log.open();
        trail.append(List.of(new Act(when.plusNanos(77), entry)));
        assertEquals(List.of(new AuditLine(1, when, entry)), trail.latest(Long.MAX_VALUE, 10));
    }

    @Test
    public void theLatestComeFirstPageByPageOverAllFiles() throws IOException {
        Trail trail = log.open();
        Log.add(trail, 1, 10);
        List<Long> numbers = new ArrayList<>();
        List<AuditLine> page = trail.latest(Long.MAX_VALUE, 3);
        while (!page.isEmpty()) {
            page.forEach(line -> numbers.add(line.number()));
            page = trail.latest(numbers.get(numbers.size() - 1), 3);
        }
        assertEquals(List.of(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L), numbers);
    }

    @Test
    public void aLogThatIsOpenedAgainGoesOn() throws IOException {
        Log.add(log.open(), 1, 6);
        Trail again = log.open();
        Log.add(again, 7, 8);
        AuditCheck check = again.verify();
        assertEquals(
                new AuditCheck(
                        again.verify().files(), 8, Optional.of(Log.NOON), Optional.of(Log.NOON), List.of(), List.of()),
                check);
        assertEquals(List.of(), again.notes());
    }

    @Test
    public void theOldestFilesGoAndTheRestIsStillGood() throws IOException {
        Trail trail = log.open();
        Log.add(trail, 1, 100);
        assertEquals(Trail.KEPT, log.names().size());
        assertEquals(List.of(), Log.wrong(trail));
        assertEquals(List.of(), Log.wrong(log.open()));
        assertEquals(100L, trail.latest(Long.MAX_VALUE, 1).get(0).number());
    }

    @Test
    public void aLineThatWasNotFinishedIsCutAwayAndIsNoTampering() throws IOException {
        Trail trail = log.open();
        Log.add(trail, 1, 2);
        List<String> lines = log.lines(Header.file(1));
        lines.add("3 2026-11-29T12:0");
        log.put(Header.file(1), lines);
        Trail again = log.open();
        assertEquals(List.of(), again.notes());
        Log.add(again, 3, 3);
        assertEquals(List.of(), Log.wrong(again));
        assertEquals(List.of("object-1", "object-2", "object-3"), Log.objects(again));
    }

    @Test
    public void whereverThePowerGoesWhatWasAcknowledgedIsThere() throws IOException {
        for (int quarters = 0; quarters <= 4; quarters++) {
            boolean cut = true;
            for (int at = 1; cut; at++) {
                cut = cutAt(at, quarters);
            }
        }
    }

    /** Writes until the power goes, and looks at what is there then; returns whether it went at all. */
    private static boolean cutAt(int at, int quarters) throws IOException {
        Log log = new Log();
        log.files.cutAt = at;
        log.files.quarters = quarters;
        List<String> acknowledged = new ArrayList<>();
        boolean cut = false;
        try {
            Trail trail = log.open();
            for (int number = 1; number <= 60; number++) {
                trail.append(List.of(Log.act("object-" + number), Log.act("object-" + number + "b")));
                acknowledged.add("object-" + number);
                acknowledged.add("object-" + number + "b");
            }
        } catch (IOException e) {
            cut = true;
        }
        log.files.cutAt = Integer.MAX_VALUE;
        Trail after = log.open();
        String where = "power cut at operation " + at + ", " + quarters + " quarters";
        assertEquals(where, List.of(), Log.wrong(after));
        assertEquals(where, List.of(), after.notes());
        List<String> there = Log.objects(after);
        int kept = Math.min(acknowledged.size(), 8);
        List<String> latest = acknowledged.subList(acknowledged.size() - kept, acknowledged.size());
        assertTrue(where + ": " + there, there.containsAll(latest));
        Log.add(after, 100, 110);
        assertEquals(where, List.of(), Log.wrong(log.open()));
        return cut;
    }

    @Test
    public void afterAFullDiskTheSameLinesAreWrittenOnce() throws IOException {
        Trail trail = log.open();
        Log.add(trail, 1, 1);
        log.files.room =
                log.files.disk.values().stream().mapToLong(file -> file.length).sum() + 30;
        List<Act> acts = List.of(Log.act("object-2"), Log.act("object-3"));
        assertThrows(IOException.class, () -> trail.append(acts));
        log.files.cuts = false;
        assertThrows(IOException.class, () -> trail.append(acts));
        log.files.cuts = true;
        log.files.room = Long.MAX_VALUE;
        trail.append(acts);
        assertEquals(List.of("object-1", "object-2", "object-3"), Log.objects(trail));
        assertEquals(List.of(), Log.wrong(trail));
    }

    @Test
    public void aHeadThatCannotBeWrittenIsToldAndLosesNoLine() throws IOException {
        Trail trail = log.open();
        Log.add(trail, 1, 1);
        log.files.room =
                log.files.disk.values().stream().mapToLong(file -> file.length).sum() + 250;
        Log.add(trail, 2, 2);
        assertTrue(
                trail.notes().toString(), trail.notes().get(0).startsWith("audit: state/audit/head cannot be written"));
        assertEquals(List.of(), Log.wrong(trail));
        log.files.room = Long.MAX_VALUE;
        Log.add(trail, 3, 3);
        assertEquals(List.of(), trail.notes());
    }

    @Test
    public void anOldFileThatCannotBeDeletedIsToldAsThatAndLosesNoLine() throws IOException {
        Trail trail = log.open();
        log.files.deleteFault = new UncheckedIOException(new IOException("Operation not permitted"));
        Log.add(trail, 1, 60);
        assertEquals(1, trail.notes().size());
        assertTrue(
                trail.notes().toString(),
                trail.notes()
                        .get(0)
                        .startsWith("audit: state/audit/000000000001.log is to go, and cannot be deleted: "));
        assertEquals(60L, trail.last().number());
        assertEquals(List.of(), Log.wrong(trail));
        log.files.deleteFault = null;
        Log.add(trail, 61, 61);
        assertEquals(List.of(), trail.notes());
        assertEquals(Trail.KEPT, log.names().size());
    }

    @Test
    public void textsAreBoundedAndShowWhatTheyAre() {
        AuditEntry entry =
                new AuditEntry("w".repeat(40), "a\nb\u001b[31mc", "\u202egnp.exe", "\ud800", "x".repeat(500));
        assertEquals("w".repeat(31) + "…", entry.what());
        assertEquals("a b [31mc", entry.who());
        assertEquals("gnp.exe", entry.object());
        assertEquals("", entry.from());
        assertEquals(AuditEntry.TEXT, entry.outcome().length());
    }

    @Test
    public void aKeyOfAnotherLengthIsRefusedInWords() {
        log.files.disk.put(AuditKey.FILE, "short".getBytes(StandardCharsets.UTF_8));
        IOException refused = assertThrows(IOException.class, log::open);
        assertEquals(
                "state/audit.key: has 5 bytes (expected: 32; move it away, and the log begins anew)",
                refused.getMessage());
    }
}
