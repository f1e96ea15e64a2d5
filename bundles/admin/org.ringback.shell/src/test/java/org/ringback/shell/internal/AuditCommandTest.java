package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;

/** What persons do is recorded before they are told, and can be read. */
public class AuditCommandTest {
    private static final String SECRET = "planted-secret-7Zk";

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeAudit audit = new FakeAudit();
    private final FakeControls controls = new FakeControls();
    private final Roles roles = new Roles(controls.server(), controls.acceptor(), controls.issuer(), List.of());

    @Before
    public void commands() {
        roles.audit = audit;
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        shell.add(
                new AuditCommand(roles),
                new AcceptGrantCommand(roles),
                new AuthorityCommand(roles),
                new ClearAlarmCommand(roles),
                new EnrolCommand(roles),
                new GrantCommand(roles),
                new HangUpCommand(roles, forwards),
                new JoinCommand(roles),
                new PasswordCommand(roles),
                new RevokeCommand(roles));
    }

    private AuditEntry done(String what, String object) {
        return entry(what, object, "done");
    }

    private static AuditEntry entry(String what, String object, String outcome) {
        return new AuditEntry(what, AuditEntry.console(), object, AuditEntry.LOCAL_SOCKET, outcome);
    }

    @Test
    public void everyActIsALineWithWhatItWasDoneTo() throws IOException {
        shell.run("enrol lamp-1");
        shell.run("revoke lamp-1");
        shell.run("grant lamp-1 boris");
        shell.run("grant lamp-1 boris --until 2999-12-31T18:00:00Z --services ssh,http");
        shell.run("revoke lamp-1 boris");
        shell.run("clear-alarm lamp-1");
        assertEquals(
                List.of(
                        done("clear-alarm", "lamp-1"),
                        done("revoke", "lamp-1 from boris"),
                        done("grant", "lamp-1 to boris, only http,ssh, until 2999-12-31T18:00:00Z"),
                        done("grant", "lamp-1 to boris"),
                        done("revoke", "lamp-1"),
                        done("enrol", "lamp-1, equipment")),
                audit.entries());
    }

    @Test
    public void whatIsASecretIsInNoLine() throws IOException {
        shell.run("join --at acceptor", SECRET + "\n");
        shell.run("join --at issuer", SECRET + "\n");
        shell.run("accept-grant", SECRET + "\n");
        shell.run("password --at acceptor lamp-1", SECRET + "\n");
        shell.run("password --at issuer lamp-1", SECRET + "\n");
        shell.run("authority --from-backup", SECRET + "\n");
        shell.run("grant lamp-1 boris");
        assertEquals(7, audit.entries().size());
        String all = audit.entries().toString()
                + shell.run("audit").out()
                + shell.run("audit --json").out();
        assertFalse(all, all.contains(SECRET));
        String string = shell.run("grant lamp-1 boris").out().strip();
        assertFalse(all, all.contains(string));
    }

    @Test
    public void nobodyIsToldBeforeTheLineIsOnDisk() throws Exception {
        audit.disk = new CompletableFuture<>();
        CompletableFuture<ShellRule.Result> told = CompletableFuture.supplyAsync(() -> {
            try {
                return shell.run("revoke lamp-1");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        audit.awaitEntry();
        assertFalse(told.isDone());
        audit.disk.complete(null);
        assertEquals(0, told.get(20, TimeUnit.SECONDS).exit());
    }

    @Test
    public void aLogThatCannotWriteUndoesNothing() throws IOException {
        audit.disk = CompletableFuture.failedFuture(new IOException("No space left on device"));
        assertEquals(0, shell.run("revoke lamp-1").exit());
    }

    @Test
    public void withoutALogEverythingIsDoneAndAuditSaysThatNoneRuns() throws IOException {
        roles.audit = null;
        assertEquals(0, shell.run("revoke lamp-1").exit());
        assertEquals(
                new ShellRule.Result(
                        1,
                        "",
                        "nothing is recorded here: org.ringback.audit does not run (expected: part of the feature)\n"),
                shell.run("audit"));
    }

    @Test
    public void theTableListsTheLatestThatAreAskedFor() throws IOException {
        audit.record(new AuditEntry("refusal", "mallory", "lamp-1", "192.0.2.7:40000", "refused with 403"));
        audit.record(new AuditEntry("ring", "anna", "lamp-1", "", "answered"));
        audit.record(new AuditEntry("ring", "anna", "lamp-2", "", "answered"));
        String table = shell.run("audit").out();
        List<String> lines = table.lines().toList();
        assertTrue(table, lines.get(0).matches("WHEN +WHAT +WHO +OBJECT +FROM +OUTCOME"));
        assertTrue(table, lines.get(1).matches("\\S+ \\S+ +ring +anna +lamp-2 +- +answered"));
        assertTrue(table, lines.get(3).matches(".*mallory +lamp-1 +192.0.2.7:40000 +refused with 403"));
        assertEquals(2, shell.run("audit --limit 1").out().lines().count());
        assertEquals(3, shell.run("audit --what ring").out().lines().count());
        assertEquals(2, shell.run("audit --who Mallory").out().lines().count());
        assertEquals(
                "Nothing of that kind is recorded.\n",
                shell.run("audit --what grant").err());
    }

    @Test
    public void theJsonIsAnObjectOfAFormat() throws IOException {
        audit.record(new AuditEntry("ring", "anna", "lamp-1", "", "answered"));
        assertEquals(
                "{\"format\":1,\"audit\":[{\"number\":1,\"when\":\"2026-11-29T12:00:00Z\",\"what\":\"ring\",\"who\":\"anna\","
                        + "\"object\":\"lamp-1\",\"from\":\"\",\"outcome\":\"answered\"}]}\n",
                shell.run("audit --json").out());
    }

    @Test
    public void aGoodLogIsToldByItsNumbers() throws IOException {
        audit.check =
                new AuditCheck(2, 7, Optional.of(FakeAudit.NOON), Optional.of(FakeAudit.NOON), List.of(), List.of());
        assertEquals(
                new ShellRule.Result(
                        0,
                        "audit: 7 lines are good in 2 files, from 2026-11-29T12:00:00Z to 2026-11-29T12:00:00Z\n",
                        ""),
                shell.run("audit verify"));
    }

    @Test
    public void whatIsWrongIsALineEachAndThenWhatToDo() throws IOException {
        AuditCheck.Wrong changed = new AuditCheck.Wrong("state/audit/000000000001.log", 3, "was changed", 2);
        AuditCheck.Wrong missing = new AuditCheck.Wrong("state/audit/000000000009.log", 0, "is missing", 0);
        audit.check = new AuditCheck(
                1,
                1,
                Optional.of(FakeAudit.NOON),
                Optional.of(FakeAudit.NOON),
                List.of(changed, missing),
                List.of(changed));
        ShellRule.Result told = shell.run("audit verify");
        assertEquals(1, told.exit());
        assertEquals(
                """
                audit: 1 line is good in 1 file, from 2026-11-29T12:00:00Z to 2026-11-29T12:00:00Z
                WRONG: state/audit/000000000001.log, line 3: was changed; 2 more lines are wrong behind it
                WRONG: state/audit/000000000009.log: is missing
                acknowledged: state/audit/000000000001.log, line 3: was changed; 2 more lines are wrong behind it
                """,
                told.out());
        assertTrue(
                told.err(),
                told.err().startsWith("audit: 2 places are not as written; next: copy HOME/state/audit to where"));
        String json = shell.run("audit verify --json").out();
        assertTrue(json, json.contains("\"files\":1,\"good\":1,") && json.contains("\"wrong\":[\"state/audit/"));
    }

    @Test
    public void whatWasAcknowledgedFailsNoCheck() throws IOException {
        AuditCheck.Wrong changed = new AuditCheck.Wrong("state/audit/000000000001.log", 3, "was changed", 0);
        audit.check = new AuditCheck(1, 0, Optional.empty(), Optional.empty(), List.of(), List.of(changed));
        assertEquals(
                new ShellRule.Result(
                        0,
                        """
                        audit: 0 lines are good in 1 file
                        acknowledged: state/audit/000000000001.log, line 3: was changed
                        """,
                        ""),
                shell.run("audit verify"));
    }

    @Test
    public void whatIsWrongIsAcknowledgedAndWhereNothingIsThatIsRefused() throws IOException {
        ShellRule.Result nothing = shell.run("clear-alarm --audit");
        assertEquals(1, nothing.exit());
        assertTrue(nothing.err(), nothing.err().startsWith("--audit: nothing is wrong that was not acknowledged"));
        AuditCheck.Wrong changed = new AuditCheck.Wrong("state/audit/000000000001.log", 3, "was changed", 0);
        audit.check = new AuditCheck(1, 0, Optional.empty(), Optional.empty(), List.of(changed), List.of());
        assertEquals(
                new ShellRule.Result(0, "", "acknowledged: state/audit/000000000001.log, line 3: was changed\n"),
                shell.run("clear-alarm --audit"));
        assertTrue(shell.run("clear-alarm")
                .err()
                .startsWith("clear-alarm: ID is missing (expected: clear-alarm [--audit], or: clear-alarm ID)"));
    }

    @Test
    public void anotherWordIsRefused() throws IOException {
        assertEquals(2, shell.run("audit verfy").exit());
        assertEquals(2, shell.run("audit verify -l 5").exit());
        assertEquals(2, shell.run("audit -l 0").exit());
    }
}
