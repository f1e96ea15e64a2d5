package org.ringback.audit.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.audit.AuditCheck;

/** Whatever is done to the files is named at the line, while the program runs and at its next start. */
public class TamperTest {
    private static final String FIRST = Header.file(1);

    private final Log log = new Log();
    private Trail trail;

    @Before
    public void threeFiles() throws IOException {
        trail = log.open();
        Log.add(trail, 1, 12);
        assertEquals(3, log.names().size());
        assertEquals(List.of(), Log.wrong(trail));
    }

    private String last() {
        return log.names().get(log.names().size() - 1);
    }

    /** What is wrong is told of the running log, and of one that is opened anew, which then goes on in another file. */
    private void assertWrong(String text) throws IOException {
        assertEquals(List.of(text), Log.wrong(trail));
        Map<String, byte[]> tampered = Map.copyOf(log.files.disk);
        Trail anew = log.open();
        assertTrue(Log.wrong(anew).toString(), Log.wrong(anew).contains(text));
        log.files.disk.clear();
        log.files.disk.putAll(tampered);
        assertTheRunningLogGoesOn();
    }

    /** The program that runs loses no act by it, and what is wrong is still named, also after a restart. */
    private void assertTheRunningLogGoesOn() throws IOException {
        Recorder recorder = new Recorder(known -> known.equals(Link.BEGIN) ? trail : log.open(known), () -> Log.NOON);
        for (String object : List.of("after-1", "after-2")) {
            CompletableFuture<Void> done =
                    recorder.record(Log.act(object).entry()).toCompletableFuture();
            recorder.turn();
            assertTrue(done.isDone() && !done.isCompletedExceptionally());
        }
        List<String> objects = Log.objects(recorder.trail());
        assertTrue(objects.toString(), objects.containsAll(List.of("after-1", "after-2")));
        assertFalse(Log.wrong(recorder.trail()).isEmpty());
        assertFalse(Log.wrong(log.open()).isEmpty());
    }

    @Test
    public void aChangedByteIsNamedAtItsLine() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.set(2, lines.get(2).replace("done", "gone"));
        log.put(FIRST, lines);
        assertEquals(11, trail.verify().lines());
        assertWrong("state/audit/000000000001.log, line 3: number 2: was changed, or the line before it was");
    }

    @Test
    public void aChangedMacIsNamedAtItsLine() throws IOException {
        List<String> lines = log.lines(FIRST);
        String line = lines.get(1);
        lines.set(1, line.substring(0, line.length() - 2) + (line.endsWith("0\n") ? "1\n" : "0\n"));
        log.put(FIRST, lines);
        assertWrong("state/audit/000000000001.log, line 2: number 1: was changed, or the line before it was;"
                + " 1 more line is wrong behind it");
    }

    @Test
    public void aLineThatIsTakenOutIsNamedWhereItIsMissing() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.remove(2);
        log.put(FIRST, lines);
        assertWrong("state/audit/000000000001.log, line 3: has number 3 (expected: 2): lines before it are missing");
    }

    @Test
    public void exchangedLinesAreNamedAtTheFirst() throws IOException {
        List<String> lines = log.lines(FIRST);
        Collections.swap(lines, 1, 2);
        log.put(FIRST, lines);
        assertWrong("state/audit/000000000001.log, line 2: has number 2 (expected: 1): lines before it are missing;"
                + " 2 more lines are wrong behind it");
    }

    @Test
    public void aLineThatStandsTwiceIsNamed() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.add(2, lines.get(1));
        log.put(FIRST, lines);
        assertWrong("state/audit/000000000001.log, line 3: has number 1 (expected: 2): it stood elsewhere, or twice");
    }

    @Test
    public void aLineOfSomebodyElseIsNamed() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.add(3, "nothing to see here\n");
        log.put(FIRST, lines);
        assertWrong("state/audit/000000000001.log, line 4: is no line of the log; 1 more line is wrong behind it");
    }

    @Test
    public void aLineAtTheEndThatIsMissingIsNamed() throws IOException {
        List<String> lines = log.lines(last());
        int line = lines.size();
        lines.remove(line - 1);
        log.put(last(), lines);
        assertWrong("state/audit/" + last() + ", line " + line + ": is missing: there were lines up to number 12");
    }

    @Test
    public void aLastLineWithoutItsEndIsNamedIfItWasOnDisk() throws IOException {
        List<String> lines = log.lines(last());
        String line = lines.get(lines.size() - 1);
        lines.set(lines.size() - 1, line.substring(0, line.length() - 1));
        log.put(last(), lines);
        assertWrong(
                "state/audit/" + last() + ", line " + lines.size() + ": is missing: there were lines up to number 12");
    }

    @Test
    public void linesCutFromTheEndOfAnEarlierFileAreNamed() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.remove(lines.size() - 1);
        log.put(FIRST, lines);
        long gone = Header.first(log.names().get(1)) - 1;
        assertWrong("state/audit/000000000001.log, line " + (lines.size() + 1)
                + ": is missing: there were lines up to number " + gone);
    }

    @Test
    public void theLatestFileIsMissed() throws IOException {
        String before = log.names().get(1);
        int line = log.lines(before).size() + 1;
        log.files.disk.remove("audit/" + last());
        assertWrong("state/audit/" + before + ", line " + line
                + ": is missing, with those behind it: there were lines up to number 12");
    }

    @Test
    public void aFileInTheMiddleIsMissed() throws IOException {
        int line = log.lines(FIRST).size() + 1;
        long next = Header.first(log.names().get(2));
        log.files.disk.remove("audit/" + log.names().get(1));
        assertWrong("state/audit/000000000001.log, line " + line
                + ": is missing, with those behind it: there were lines up to number " + (next - 1));
    }

    @Test
    public void theFirstFileIsMissedAlsoLater() throws IOException {
        log.files.disk.remove("audit/" + FIRST);
        assertWrong("state/audit/000000000001.log: is missing");
        Trail later = log.open();
        Log.add(later, 13, 14);
        assertEquals(List.of("state/audit/000000000001.log: is missing"), Log.wrong(log.open()));
    }

    @Test
    public void allFilesAreMissed() throws IOException {
        log.names().forEach(name -> log.files.disk.remove("audit/" + name));
        assertWrong("state/audit/000000000001.log: is missing");
    }

    @Test
    public void theHeadIsMissed() throws IOException {
        log.files.disk.remove(Head.FILE);
        assertEquals(
                List.of("state/audit/head: is missing, or was changed: nobody can tell whether lines at the end are"
                        + " missing"),
                Log.wrong(trail));
        Trail anew = log.open();
        assertEquals(
                "began anew: state/audit/head: is missing, or was changed: nobody can tell whether lines at the end are"
                        + " missing",
                anew.latest(Long.MAX_VALUE, 1).get(0).entry().outcome());
        assertEquals(
                List.of("state/audit/000000000013.log, line 1: does not follow on line number 12: the log began anew"
                        + " here, and says why in the next line, or lines were exchanged"),
                Log.wrong(anew));
    }

    @Test
    public void anEarlierCopyIsNamedByTheProgramThatRuns() throws IOException {
        Log fresh = new Log();
        Trail running = fresh.open();
        Log.add(running, 1, 5);
        Map<String, byte[]> five = Map.copyOf(fresh.files.disk);
        Log.add(running, 6, 10);
        fresh.files.disk.clear();
        fresh.files.disk.putAll(five);
        assertEquals(1, Log.wrong(running).size());
        assertTrue(
                Log.wrong(running).toString(),
                Log.wrong(running)
                        .get(0)
                        .endsWith("is missing, with those behind it: there were lines up to number 10"));
    }

    @Test
    public void aHistoryThatWentAnotherWayIsNamedByTheProgramThatRuns() throws IOException {
        Log fresh = new Log();
        Trail running = fresh.open();
        Log.add(running, 1, 2);
        Map<String, byte[]> two = Map.copyOf(fresh.files.disk);
        Log.add(running, 3, 3);
        Map<String, byte[]> other = Map.copyOf(fresh.files.disk);
        fresh.files.disk.clear();
        fresh.files.disk.putAll(two);
        Trail second = fresh.open();
        second.append(List.of(Log.act("object-x")));
        fresh.files.disk.putAll(other);
        assertEquals(
                List.of(
                        "state/audit/000000000001.log, line 4: number 3: is of another history of this log, such as a copy"
                                + " of before"),
                Log.wrong(second));
    }

    @Test
    public void aLineWithoutItsEndStaysIfItWasAcknowledged() throws IOException {
        List<String> lines = log.lines(last());
        String line = lines.get(lines.size() - 1);
        lines.set(lines.size() - 1, line.substring(0, line.length() - 1));
        log.put(last(), lines);
        String wrong = "audit/" + last();
        byte[] evidence = log.files.disk.get(wrong);
        log.open();
        assertArrayEquals(evidence, log.files.disk.get(wrong));
    }

    private static void checkAll(Trail opened) throws IOException {
        for (boolean more = true; more; ) {
            more = opened.checkNext();
        }
    }

    @Test
    public void whatIsWrongIsToldAtEachStartUntilItsFileGoes() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.set(2, lines.get(2).replace("done", "gone"));
        log.put(FIRST, lines);
        for (int start = 0; start < 2; start++) {
            Trail anew = log.open();
            assertEquals(List.of(), anew.notes());
            checkAll(anew);
            assertTrue(
                    anew.notes().toString(),
                    anew.notes()
                            .get(0)
                            .startsWith("audit: state/audit/000000000001.log, line 3: number 2: was changed"));
        }
        Trail later = log.open();
        checkAll(later);
        Log.add(later, 13, 60);
        assertEquals(List.of(), later.notes());
    }

    private Trail acknowledged(Trail opened) throws IOException {
        List<String> damages = opened.unacknowledged();
        for (String damage : damages) {
            opened.append(List.of(new Act(Log.NOON, Acknowledgement.of(damage))));
        }
        opened.acknowledged(damages);
        return opened;
    }

    @Test
    public void whatWasAcknowledgedIsNoWarningAnyMoreAndStaysNamed() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.set(2, lines.get(2).replace("done", "gone"));
        log.put(FIRST, lines);
        Trail anew = log.open();
        checkAll(anew);
        assertEquals(1, anew.notes().size());
        assertEquals(List.of(), acknowledged(anew).notes());
        for (Trail one : List.of(anew, log.open())) {
            checkAll(one);
            assertEquals(List.of(), one.notes());
            assertEquals(List.of(), Log.wrong(one));
            assertEquals(
                    List.of(new AuditCheck.Wrong(
                            "state/audit/" + FIRST, 3, "number 2: was changed, or the line before it was", 0)),
                    one.verify().acknowledged());
        }
    }

    @Test
    public void whatBecomesWrongBehindAnAcknowledgedLineIsTold() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.set(2, lines.get(2).replace("done", "gone"));
        log.put(FIRST, lines);
        acknowledged(log.open());
        lines.set(3, lines.get(3).replace("done", "gone"));
        log.put(FIRST, lines);
        Trail later = log.open();
        checkAll(later);
        assertTrue(
                later.notes().toString(), later.notes().get(0).contains("was; 1 more line is wrong behind it; next: "));
    }

    @Test
    public void anAcknowledgementThatTheKeyDidNotMakeCountsForNothing() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.set(2, lines.get(2).replace("done", "gone"));
        log.put(FIRST, lines);
        Trail anew = acknowledged(log.open());
        List<String> said = log.lines(last());
        int at = said.size() - 1;
        assertTrue(said.get(at), said.get(at).contains("acknowledged: "));
        said.set(at, said.get(at).replace("console", "somebody"));
        log.put(last(), said);
        assertEquals(2, Log.wrong(anew).size());
    }

    @Test
    public void whatTheOpeningNotedIsAcknowledgedToo() throws IOException {
        log.files.open = true;
        Trail opened = log.open();
        assertEquals(1, opened.notes().size());
        assertEquals(List.of(), acknowledged(opened).notes());
        assertTrue(opened.latest(Long.MAX_VALUE, 1).get(0).entry().outcome().contains("was open to others"));
    }

    @Test
    public void aHeadThatGoesAgainIsToldAgain() throws IOException {
        log.files.disk.remove(Head.FILE);
        acknowledged(trail);
        assertEquals(List.of(), Log.wrong(trail));
        log.files.disk.remove(Head.FILE);
        assertEquals(1, Log.wrong(trail).size());
    }

    @Test
    public void linesAndFilesThatAreMissingAreToldAtEachStart() throws IOException {
        log.files.disk.remove("audit/" + FIRST);
        Trail anew = log.open();
        checkAll(anew);
        assertTrue(
                anew.notes().toString(),
                anew.notes().get(0).startsWith("audit: state/audit/000000000001.log: is missing; next: "));
    }

    @Test
    public void aFileThatGoesBeforeItIsCheckedIsNotMissed() throws IOException {
        Trail anew = log.open();
        assertTrue(anew.checkNext());
        Log.add(anew, 13, 100);
        checkAll(anew);
        assertEquals(List.of(), anew.notes());
    }

    @Test
    public void whatTheOpeningFoundIsToldOnce() throws IOException {
        List<String> lines = log.lines(last());
        lines.set(1, lines.get(1).replace("done", "gone"));
        log.put(last(), lines);
        Trail anew = log.open();
        checkAll(anew);
        assertEquals(1, anew.notes().size());
        Trail later = log.open();
        checkAll(later);
        assertEquals(1, later.notes().size());
        assertTrue(later.notes().toString(), later.notes().get(0).contains("number 11: was changed"));
    }

    @Test
    public void moreLinesThanTheHeadKnowsAreFine() throws IOException {
        byte[] early = log.files.disk.get(Head.FILE);
        Log.add(trail, 13, 13);
        log.files.disk.put(Head.FILE, early);
        assertEquals("a kill between line and head leaves it so", List.of(), Log.wrong(trail));
    }

    @Test
    public void aChangedBeginningOfAFileIsNamed() throws IOException {
        List<String> lines = log.lines(FIRST);
        lines.set(0, lines.get(0).replace(" 1 1 ", " 1 2 "));
        log.put(FIRST, lines);
        assertWrong(
                "state/audit/000000000001.log, line 1: is no beginning of a file that this key made: it was changed,"
                        + " or the key was; 1 more line is wrong behind it");
    }

    @Test
    public void aFileUnderAnotherNameIsNamed() throws IOException {
        log.files.disk.put("audit/" + Header.file(99), log.files.disk.remove("audit/" + last()));
        assertTrue(Log.wrong(trail).toString(), Log.wrong(trail).get(0).contains("the file got another name"));
    }

    @Test
    public void withoutItsKeyNothingIsTakenForGood() throws IOException {
        log.files.disk.remove(AuditKey.FILE);
        Trail anew = log.open();
        assertEquals(
                "audit: state/audit.key is missing, and made anew: lines before cannot be checked",
                anew.notes().get(0));
        assertEquals(
                3,
                Log.wrong(anew).stream()
                        .filter(one -> one.contains("is no beginning of a file that this key made"))
                        .count());
    }

    @Test
    public void theLogIsMissedIfItsKeyIsThere() throws IOException {
        log.names().forEach(name -> log.files.disk.remove("audit/" + name));
        log.files.disk.remove(Head.FILE);
        Trail anew = log.open();
        assertTrue(anew.notes().get(0), anew.notes().get(0).startsWith("audit: state/audit/head: is missing"));
        assertEquals("audit", anew.latest(Long.MAX_VALUE, 1).get(0).entry().what());
    }

    @Test
    public void nothingThatIsWrongIsOverwritten() throws IOException {
        List<String> lines = log.lines(last());
        lines.set(1, lines.get(1).replace("done", "gone"));
        log.put(last(), lines);
        List<String> names = log.names();
        byte[] changed = log.files.disk.get("audit/" + last());
        String wrong = last();
        Trail anew = log.open();
        Log.add(anew, 13, 14);
        assertEquals(changed, log.files.disk.get("audit/" + wrong));
        assertTrue(log.names().containsAll(names));
        assertEquals(
                "audit: state/audit/" + wrong
                        + ", line 2: number 11: was changed, or the line before it was; new lines go"
                        + " to a file of their own; next: keep a copy of HOME/state/audit, look at 'audit verify', then 'clear-alarm --audit'",
                anew.notes().get(0));
    }

    @Test
    public void aKeyThatWasOpenToOthersIsClosedAndTold() throws IOException {
        log.files.open = true;
        assertTrue(log.open().notes().get(0).contains("was open to others"));
        assertEquals(List.of(), log.open().notes());
    }
}
