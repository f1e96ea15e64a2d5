package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.ringback.api.Warnings;
import org.ringback.api.audit.AuditEntry;

/** The program of on-alarm, which a person wrote, is run for what is due; it may fail in every way. */
public class AlarmsTest {
    private static final List<String> WORDS = List.of("/opt/tell", "--to", "anna");
    private static final String LOST = "lamp-1: its password is lost";

    private final List<String> standing = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final AlarmTrouble trouble = new AlarmTrouble();
    private int exit;
    private String fault = "";
    private boolean interrupted;
    private boolean stopped;
    private boolean broken;
    private long now;

    private final Alarms alarms = new Alarms(WORDS, this::warnings, this::run, trouble, audit::add, () -> now);

    private List<String> warnings() {
        if (stopped) {
            throw new IllegalStateException("this gateway does not answer: it is stopped, or overloaded");
        }
        if (broken) {
            throw new NullPointerException("a flaw");
        }
        List<String> all = new ArrayList<>(standing);
        all.addAll(trouble.warnings());
        return all;
    }

    private int run(List<String> words, String warning) throws IOException, InterruptedException {
        assertEquals(WORDS, words);
        told.add(warning);
        if (!fault.isEmpty()) {
            throw new IOException(fault);
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        return exit;
    }

    private void look() throws InterruptedException {
        alarms.look();
        now += Duration.ofSeconds(5).toNanos();
    }

    @Test
    public void whatIsDueIsToldAndRecordedWithTheExitCode() throws Exception {
        standing.add(LOST);
        standing.add("another");
        look();
        assertEquals(List.of(), told);
        look();
        look();
        assertEquals(List.of(LOST, "another"), told);
        assertEquals(
                new AuditEntry("alarm", "this program", "/opt/tell", "this program", "ended with 0: " + LOST),
                audit.get(0));
        assertEquals(2, audit.size());
        assertEquals(List.of(), trouble.warnings());
    }

    @Test
    public void aProgramThatFailsIsWarnedOfAndNeverToldOfItself() throws Exception {
        exit = 3;
        standing.add(LOST);
        look();
        look();
        assertEquals(
                List.of("org.ringback.shell.alarm: on-alarm: /opt/tell ended with 3, when it was told: " + LOST
                        + " (expected: a program that ends with 0 within 30 s; it is not told of this one again)"),
                trouble.warnings());
        for (int i = 0; i < 20; i++) {
            look();
        }
        assertEquals("no loop", List.of(LOST), told);
        assertEquals("ended with 3: " + LOST, audit.get(0).outcome());
    }

    @Test
    public void aProgramThatCannotBeRunIsWarnedOfUntilOneRunComesOutWell() throws Exception {
        fault = "'/opt/tell' is no file (expected: a program that is there)";
        standing.add(LOST);
        look();
        look();
        assertEquals(1, trouble.warnings().size());
        assertEquals("failed: " + fault + ": " + LOST, audit.get(0).outcome());
        fault = "";
        standing.add("another");
        look();
        look();
        assertEquals(List.of(), trouble.warnings());
    }

    @Test
    public void whatIsSoSinceTheProgramWasBuiltIsAWarningAndNoNews() {
        Roles roles = new Roles(null, null, null, List.of());
        roles.parts = List.of(() -> List.of(LOST), new Warnings() {
            @Override
            public List<String> warnings() {
                return List.of("built so", "another");
            }

            @Override
            public List<String> ofTheBuild() {
                return List.of("built so");
            }
        });
        Reasons reasons = new Reasons(new FakeRuntime(), bundle -> false, List::of, pid -> false);
        assertEquals(List.of(LOST, "built so", "another"), WarningsCommand.all(roles, reasons));
        assertEquals(List.of(LOST, "another"), WarningsCommand.news(roles, reasons));
    }

    @Test
    public void aRoleThatDoesNotAnswerIsAskedAgainAtTheNextLook() throws Exception {
        stopped = true;
        standing.add(LOST);
        look();
        stopped = false;
        look();
        look();
        assertEquals(List.of(LOST), told);
    }

    @Test
    public void aFaultOfARoleThatWarnsIsWarnedOfWhileItLastsAndTheLookingGoesOn() throws Exception {
        exit = 3;
        standing.add(LOST);
        look();
        look();
        String failed = trouble.warnings().get(0);
        broken = true;
        look();
        look();
        assertEquals(
                List.of(
                        failed,
                        "org.ringback.shell.alarm: on-alarm: the warnings cannot be told: java.lang.NullPointerException: a flaw (expected: a list"
                                + " of them from each role; the log has the whole fault; looked at again every few"
                                + " seconds)"),
                trouble.warnings());
        broken = false;
        standing.add("another");
        look();
        look();
        assertEquals(List.of(LOST, "another"), told);
        assertEquals(1, trouble.warnings().size());
        exit = 0;
        standing.add("a third");
        look();
        look();
        assertEquals(List.of(), trouble.warnings());
    }

    @Test
    public void anEndWhileAProgramRunsIsNoFailureOfIt() throws Exception {
        interrupted = true;
        standing.add(LOST);
        look();
        assertThrows(InterruptedException.class, this::look);
        assertEquals(List.of(), trouble.warnings());
        assertEquals(List.of(), audit);
    }
}
