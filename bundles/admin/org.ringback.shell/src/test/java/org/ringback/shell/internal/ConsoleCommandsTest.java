package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;
import org.ringback.shell.link.ShellClient;

/** What a console asks a program for, and what people pipe and watch there. */
public final class ConsoleCommandsTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();
    private Vocabulary vocabulary;
    private Map<String, Command> commands;

    @Before
    public void addsCommands() {
        Roles roles = new Roles(
                controls.server(),
                controls.acceptor(),
                controls.issuer(),
                List.of(() -> List.of(FakeControls.story(true))));
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        vocabulary = new Vocabulary(roles, new Updater(new FakeBundles(), List.of()), forwards);
        Reasons reasons = new Reasons(new FakeRuntime(), bundle -> false, List::of, pid -> false);
        commands = Stream.of(
                        new RingsCommand(roles, forwards),
                        new GrantCommand(roles),
                        new GrepCommand(),
                        new RevokeCommand(roles),
                        new RollbackCommand(new Updater(new FakeBundles(), List.of())),
                        new RegistrationsCommand(roles),
                        new RingCommand(roles, forwards),
                        new DeployCommand(new Updater(new FakeBundles(), List.of())),
                        new WatchCommand(),
                        new WarningsCommand(roles, reasons))
                .collect(Collectors.toMap(command -> "ringback:" + command.name(), command -> command));
        shell.add(commands.values().toArray(Command[]::new));
        shell.add(new StatusCommand(roles, reasons, forwards, new Updater(new FakeBundles(), List.of())));
    }

    private List<String> completed(String... words) {
        return completed(vocabulary, words);
    }

    private List<String> completed(Vocabulary vocabulary, String... words) {
        Map<String, String> names = commands.keySet().stream()
                .collect(Collectors.toMap(scoped -> scoped.substring("ringback:".length()), scoped -> scoped));
        names.put("felix:start", "felix:start");
        names.put("start", "felix:start");
        return new Completion(names, commands::get, vocabulary)
                .of(List.of(words)).stream().map(Candidate::word).sorted().toList();
    }

    @Test
    public void aCommandIsCompletedByItsNameAndOneOfTheContainerOnceItIsBegun() {
        assertEquals(List.of("grant", "grep"), completed("gr"));
        assertFalse(completed("").contains("start"));
        assertEquals(List.of("start"), completed("st"));
        assertEquals(List.of("felix:start"), completed("felix:"));
    }

    @Test
    public void aCommandWhoseRoleIsNoPartOfThisProcessIsNotOffered() {
        Roles issuer = new Roles(null, null, controls.issuer(), List.of());
        Vocabulary there = new Vocabulary(issuer, new Updater(new FakeBundles(), List.of()), new Forwards());
        assertEquals(List.of("grep"), completed(there, "gr"));
        assertEquals(List.of("ring", "rings"), completed(there, "ri"));
        assertEquals(List.of(), completed(there, "revoke"));
    }

    @Test
    public void anOptionIsCompletedOnceAndItsValueByItsLabel() {
        assertEquals(List.of("--grant", "--json"), completed("revoke", "--"));
        assertEquals(List.of("--json"), completed("revoke", "--grant", "3f", "--"));
        assertEquals(List.of("call-back", "certified", "datagram", "password"), completed("ring", "--system", ""));
        assertEquals(List.of(), completed("rings", "--limit", ""));
    }

    @Test
    public void theServiceOfARingIsCompletedByThoseThatTheGrantsGive() {
        controls.terms = new GrantTerms(List.of("http", "ssh"), true, Optional.empty());
        assertEquals(List.of("http", "ssh"), completed("ring", "--service", ""));
        assertEquals(List.of("ssh"), completed("ring", "--service", "s"));
        assertEquals(List.of("http", "ssh"), completed("grant", "--services", ""));
    }

    @Test
    public void theServicesOfAGrantAreCompletedByThoseThatAnswerAndThoseOfEarlierGrants() {
        controls.services = List.of(
                new ServiceStatus("http", false, "192.0.2.7:80"),
                new ServiceStatus("ssh", true, ""),
                new ServiceStatus("Not a name", false, "com.example.odd"));
        controls.terms = new GrantTerms(List.of("vnc"), true, Optional.empty());
        assertEquals(List.of("http", "ssh", "vnc"), completed("grant", "--services", ""));
        assertEquals(
                List.of(
                        new Candidate("http", "lamp-1"),
                        new Candidate("ssh", "lamp-1, admin"),
                        new Candidate("vnc", "granted to anna")),
                vocabulary.of("SERVICES").toList());
    }

    @Test
    public void operandsAreCompletedByWhatThisProgramKnows() {
        assertEquals(List.of("lamp-1"), completed("grant", "lam"));
        assertEquals(List.of("anna"), completed("revoke", "lamp-1", "an"));
        assertEquals(1, completed("rings", "").size());
        assertFalse(completed("start", "").isEmpty());
        assertEquals(List.of(), completed("grant", "lamp-1", "anna", ""));
        assertEquals(List.of(), completed("no-such", ""));
    }

    @Test
    public void ofTheGrantsThoseThatStandOfTheTypedEquipmentAndPersonAreOffered() {
        controls.grants = 2;
        String annas = "cd".repeat(GrantId.LENGTH);
        String others = "01".repeat(GrantId.LENGTH);
        assertEquals(List.of(annas), completed("revoke", "lamp-1", "anna", "--grant", ""));
        assertEquals(List.of(others), completed("revoke", "lamp-1", "person-1", "--grant", ""));
        assertEquals(List.of(others, annas), completed("revoke", "lamp-1", "--grant", ""));
        assertEquals(List.of(others, annas), completed("revoke", "--grant", ""));
        assertEquals(List.of(), completed("revoke", "kettle", "anna", "--grant", ""));
        controls.ended = true;
        assertEquals(List.of(), completed("revoke", "lamp-1", "anna", "--grant", ""));
    }

    @Test
    public void namesOfFilesAreTheCallersToLookUp() {
        assertEquals(List.of(Candidate.FILE_NAMES.word()), completed("deploy", "ket"));
    }

    @Test
    public void aCommandLineWithinAnotherIsCompletedAsItself() {
        assertEquals(List.of("--limit"), completed("watch", "-n", "5", "rings", "--json", "--l"));
        assertEquals(List.of("--interval", "--times"), completed("watch", "--"));
        assertEquals(List.of("rings"), completed("watch", "rings"));
    }

    @Test
    public void aPipeGivesGrepTheLinesOfACommand() throws IOException {
        ShellRule.Result found = shell.run("rings --help | grep -i json");
        assertEquals(found.err(), 0, found.exit());
        assertTrue(found.out(), found.out().lines().allMatch(line -> line.contains("json") || line.contains("JSON")));
        assertEquals("2\n", shell.run("grep -c a", "an\nbert\nanna\n").out());
        assertEquals("bert\n", shell.run("grep -v a", "an\nbert\nanna\n").out());
    }

    @Test
    public void whatIsPrintedAsJsonGoesThroughAPipe() throws IOException {
        for (int i = 0; i < 50; i++) {
            ShellRule.Result piped = shell.run("grant lamp-1 boris --json | grep format");
            assertEquals(piped.err(), 0, piped.exit());
            assertTrue(piped.out(), piped.out().contains("\"command\":\"grant\""));
        }
    }

    @Test
    public void aGrantsStringInThePlaceOfItsIdIsNotRepeated() throws IOException {
        ShellRule.Result refused = shell.run("revoke lamp-1 anna --grant ringback-grant-abc");
        assertEquals(2, refused.exit());
        assertFalse(refused.err(), refused.err().contains("ringback-grant"));
    }

    @Test
    public void grepFailsWhereNothingHasItOrThePatternIsNone() throws IOException {
        ShellRule.Result none = shell.run("grep zoe", "anna\n");
        assertEquals(1, none.exit());
        assertEquals("grep: zoe: in no line (expected: a line that has it)\n", none.err());
        ShellRule.Result wrong = shell.run("grep '['", "anna\n");
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err(), wrong.err().startsWith("grep: [ (expected: a regular expression: "));
    }

    @Test
    public void whatIsWatchedRunsSoOftenAndTakesItsOwnOptions() throws IOException {
        ShellRule.Result watched = shell.run("watch --times 1 rings -l 1");
        assertEquals(watched.err(), 0, watched.exit());
        assertTrue(watched.out(), watched.out().startsWith("every 2 s: rings -l 1, "));
        assertTrue(watched.out(), watched.out().contains("lamp-1"));
        assertTrue(shell.run("watch --times 1 rings --help").out().contains("Usage: rings "));
    }

    @Test
    public void aPipeStandsWithinAWatchAndNotBehindIt() throws IOException {
        ShellRule.Result within = shell.run("watch --times 1 'rings | grep lamp'");
        assertEquals(within.err(), 0, within.exit());
        assertTrue(within.out(), within.out().contains("lamp-1"));
        ShellRule.Result behind = shell.run("watch --times 1 rings | grep lamp");
        assertTrue(behind.err(), behind.err().contains("the pipe within it"));
    }

    @Test
    public void proseGoesOnFromAWholeWordAtATerminalOnly() throws IOException {
        assertTrue(longest("rings --help", 60) <= 60);
        assertTrue(shell.run("rings --help").out().lines().anyMatch(line -> line.length() > 60));
    }

    /** The caller alone knows whether a terminal takes standard error, and ends its lines there. */
    @Test
    public void anErrorIsOneLineHoweverWideStandardOutputIs() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ShellClient.run(
                shell.socket(),
                60,
                "rings no-such-nonce",
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                err);
        assertEquals(shell.run("rings no-such-nonce").err(), err.toString(StandardCharsets.UTF_8));
        assertEquals(1, err.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    public void aWatchEndsWithTheFailureOfItsCommand() throws IOException {
        ShellRule.Result failed = shell.run("watch rings no-such-nonce");
        assertEquals(1, failed.exit());
        assertTrue(failed.err(), failed.err().startsWith("nonce: no-such-nonce"));
    }

    @Test
    public void whatNeedsAPersonIsALineEach() throws IOException {
        ShellRule.Result warnings = shell.run("warnings --json");
        assertEquals(warnings.err(), 0, warnings.exit());
        assertTrue(warnings.out(), warnings.out().startsWith("{\"format\":1,\"warnings\":["));
    }

    @Test
    public void aTableIsAsWideAsTheTerminalAndInAPipeAsWideAsForAScript() throws IOException {
        assertTrue(longest("rings", 60) <= 60);
        assertTrue(longest("rings", 0) > 60);
        String row = shell.run("rings | grep lamp-1").out();
        assertTrue(row, row.lines().allMatch(line -> line.contains("lamp-1") && line.contains("answered")));
    }

    @Test
    public void aStoryEndsItsLinesAtWholeWordsOnATerminal() throws IOException {
        assertTrue(longest("ring lamp-1 --system call-back", 0) > 80);
        String told = atTerminal("ring lamp-1 --system call-back", 80);
        assertTrue(told, longest("ring lamp-1 --system call-back", 80) <= 80);
        assertTrue(told, told.contains("\n  tls13, key agreement ") || told.contains("\n  protection tls13, "));
    }

    @Test
    public void atATerminalStatusEndsWithHowMuchNeedsAPersonIfAnythingDoes() throws IOException {
        int warnings = (int) shell.run("warnings").out().lines().count();
        assertEquals(2, warnings);
        assertTrue(atTerminal("status", 80).endsWith("\n2 things need a person: see warnings\n"));
        assertTrue(atTerminal("status --counters", 80).endsWith("\n2 things need a person: see warnings\n"));
        for (String line : List.of("status | grep a", "status --of lamp-1", "status --json")) {
            assertFalse(line, atTerminal(line, 80).contains("see warnings"));
        }
        assertFalse(shell.run("status").out().contains("see warnings"));
    }

    @Test
    public void atATerminalStatusOfAProgramThatNeedsNobodySaysNothingOfIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StatusText.scrolledOff(0, TerminalOutput.of(out, 80));
        assertEquals(0, out.size());
        StatusText.scrolledOff(1, TerminalOutput.of(out, 80));
        assertEquals("1 thing needs a person: see warnings\n", out.toString(StandardCharsets.UTF_8));
    }

    private int longest(String line, int columns) throws IOException {
        return atTerminal(line, columns).lines().mapToInt(String::length).max().orElse(0);
    }

    private String atTerminal(String line, int columns) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ShellClient.run(
                shell.socket(), columns, line, InputStream.nullInputStream(), out, OutputStream.nullOutputStream());
        return out.toString(StandardCharsets.UTF_8);
    }
}
