package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;
import picocli.CommandLine;

public final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = Main.commandLine(words.length == 0 ? "" : words[0]);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    @Test
    public void helpAndVersionAreCommandsToo() {
        assertEquals(0, run("help"));
        assertTrue(out.toString(), out.toString().startsWith("Usage: ringback "));
        out.getBuffer().setLength(0);
        assertEquals(0, run("help", "store", "check"));
        assertTrue(out.toString(), out.toString().startsWith("Usage: ringback store check "));
        out.getBuffer().setLength(0);
        assertEquals(0, run("version"));
        assertTrue(out.toString(), out.toString().startsWith("ringback "));
        assertEquals("", err.toString());
    }

    /** What the launcher makes for one command is what it makes for all. */
    @Test
    public void aCommandThatIsMadeAloneIsTheSame() {
        CommandLine all = Main.commandLine();
        assertEquals(14, all.getSubcommands().size());
        all.getSubcommands().forEach((name, command) -> {
            Map<String, CommandLine> made = Main.commandLine(name).getSubcommands();
            assertEquals(name.equals("help") ? 14 : 1, made.size());
            assertEquals(command.getUsageMessage(), made.get(name).getUsageMessage());
            assertEquals(name, command.getCommandName());
        });
    }

    @Test
    public void theReadmeAndEachHelpHaveTheSameExitCodes() throws IOException, IllegalAccessException {
        Set<String> codes = new TreeSet<>(Set.of("0"));
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                codes.add(String.valueOf(field.getInt(null)));
            }
        }
        Set<String> written = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| (\\d+) \\|").matcher(Files.readString(Path.of("../README.md")));
        while (row.find()) {
            written.add(row.group(1));
        }
        assertEquals(codes, written);
        CommandLine ringback = Main.commandLine();
        assertEquals(codes, exitCodes(ringback));
        ringback.getSubcommands().values().forEach(one -> assertEquals(one.getCommandName(), codes, exitCodes(one)));
    }

    private static Set<String> exitCodes(CommandLine command) {
        return new TreeSet<>(
                command.getCommandSpec().usageMessage().exitCodeList().keySet());
    }

    @Test
    public void aCommandOfARunningProgramIsToldWhereItBelongs() {
        assertEquals(ExitCode.USAGE, run("enroll", "lamp-1"));
        assertTrue(
                err.toString(), err.toString().startsWith("ringback: enroll: no such command (expected: one of demo"));
        assertTrue(
                err.toString(),
                err.toString()
                        .contains("; in a running program: ringback shell --home DIR enrol; did you mean enrol?)"));
        assertTold(
                "grant: no command of the launcher (expected: in a running program: ringback shell --home DIR grant)",
                "grant");
        assertTold(
                "grant: no command of the launcher (expected: in a running program: ringback shell --home DIR help grant)",
                "help",
                "grant");
        assertTrue(told("lb").endsWith("; in a running program: ringback shell --home DIR lb)"));
    }

    @Test
    public void aWordThatIsNearlyACommandIsSuggested() {
        assertTrue(told("isuer").endsWith(", help, version; did you mean issuer?)"));
        assertTrue(told("help", "SERVR").endsWith("; did you mean server?)"));
        assertTold(
                "chek: no such command (expected: one of check, restore; did you mean check?)",
                "help",
                "store",
                "chek");
    }

    @Test
    public void anOptionThatStandsBeforeTheCommandIsToldWhereItBelongs() {
        assertTold(
                "--home: stands before the command (expected: behind it: ringback COMMAND --home …)",
                "--home",
                "x",
                "server");
        assertTold(
                "--home: stands before the command (expected: behind it: ringback COMMAND --home …)",
                "--home=x",
                "ring");
        assertTrue(told("--hoem").contains("--hoem"));
    }

    @Test
    public void anOptionThatIsNearlyOneIsSuggested() {
        assertTrue(told("ring", "--quit", "lamp-1").contains("--quiet"));
        assertTrue(told("server", "--enroll", "a=b").contains("--enrol"));
    }

    @Test
    public void aWrongWordIsToldInOneLineWithoutThoseBehindIt() {
        assertTold(
                "ring: unknown option --hom (expected: one that its help lists; did you mean --home?) (help: ringback ring --help)",
                "ring",
                "--hom",
                "x",
                "lamp-1");
        assertTold(
                "--password-file: its value has another form (expected: EQUIPMENT=FILE) (help: ringback ring --help)",
                "ring",
                "--password-file",
                "s3cret",
                "lamp-1");
        assertEquals(1, told("acceptor", "--grant", "lamp-1").lines().count());
        assertEquals(1, told("ring").lines().count());
        assertTrue(told("server", "lamp-1").startsWith("ringback: server: too many words: lamp-1 (help: "));
    }

    @Test
    public void wrongWordsAreToldBeforeAnythingIsMadeOrStarted() {
        assertTold(
                "--forward: abc (expected: a loopback address and port, for example 127.0.0.1:8080)",
                "ring",
                "--forward",
                "abc",
                "lamp-1");
        assertTrue(told("ring", "LAMP").startsWith("ringback: equipment ID: 'LAMP' (expected: "));
        assertTrue(told("ring", "--system", "x", "lamp-1").startsWith("ringback: system: "));
        assertTrue(told("ring", "--protection", "TLS 1.3", "lamp-1").startsWith("ringback: protection: "));
        assertTrue(told("ring", "--service", "X", "lamp-1").startsWith("ringback: service: "));
        assertTold("--pipe: (expected: without --json and --forward)", "ring", "--pipe", "--json", "lamp-1");
        assertTrue(told("acceptor", "--grant", "Lamp/anna=f").startsWith("ringback: --grant: equipment ID: 'Lamp'"));
        assertTrue(told("server", "--enrol", "Lamp=f").startsWith("ringback: --enrol: equipment ID: 'Lamp'"));
        assertTrue(told("acceptor", "--join", "Lamp=f").startsWith("ringback: --join: equipment ID: 'Lamp'"));
        assertTrue(told("acceptor", "--join", "=f").startsWith("ringback: --join: equipment ID: ''"));
        assertTrue(told("ring", "--accept-grant", "Lamp=f", "lamp").startsWith("ringback: --accept-grant: equipment"));
        assertTrue(told("acceptor", "--password-file", "Lamp=f").startsWith("ringback: --password-file: equipment"));
    }

    @Test
    public void standardInputIsReadByOneOptionAlone() {
        assertTold(
                "--join, --password-file: standard input is asked for twice (expected: '-' at most once)",
                "acceptor",
                "--join",
                "-",
                "--password-file",
                "lamp-1=-");
        assertTold(
                "--join, --join: standard input is asked for twice (expected: '-' at most once)",
                "acceptor",
                "--join",
                "-",
                "--join",
                "-");
    }

    @Test
    public void standardInputIsOneAlsoBehindAName() {
        assertTold(
                "--join, --join: standard input is asked for twice (expected: '-' at most once)",
                "acceptor",
                "--join",
                "a=-",
                "--join",
                "b=-");
    }

    @Test
    public void aCommandForARunningProgramWantsItsHomeNamed() {
        assertTold(
                "--home: missing (expected: --home DIR, or DIR in the environment's RINGBACK_HOME: the home of the running"
                        + " program)",
                "shell",
                "status");
        assertTold("--home: empty (expected: a folder; is a variable unset?)", "shell", "--home", "", "status");
    }

    @Test
    public void aLauncherThatIsNotStartedByItsScriptSaysSoAndMakesNothing() throws IOException {
        Path home = Files.createTempDirectory("rb").resolve("home");
        for (String program : List.of("server", "acceptor", "issuer", "system")) {
            assertEquals(program, ExitCode.FAILED, run(program, "--home", home.toString()));
        }
        assertTrue(err.toString(), err.toString().startsWith("ringback: system property ringback.install: null (exp"));
        assertFalse(Files.exists(home));
    }

    @Test
    public void commandsToCopyAreQuotedAsAShellReadsThem() {
        assertEquals("rm -r /tmp/x", Called.line("rm", "-r", "/tmp/x"));
        assertEquals("rm '/tmp/my home' '/tmp/it'\\''s' ''", Called.line("rm", "/tmp/my home", "/tmp/it's", ""));
        String before = System.setProperty("ringback.called", "/opt/my apps/bin/ringback");
        try {
            assertEquals("'/opt/my apps/bin/ringback' demo --keep", Called.program("demo", "--keep"));
        } finally {
            if (before == null) {
                System.clearProperty("ringback.called");
            } else {
                System.setProperty("ringback.called", before);
            }
        }
    }

    @Test
    public void noLineOfHelpBreaksInAPathOrAName() {
        CommandLine ringback = Main.commandLine();
        String all = ringback.getSubcommands().values().stream()
                .map(CommandLine::getUsageMessage)
                .collect(Collectors.joining());
        for (String name : List.of(
                "~/.ringback/PROGRAM",
                "HOME/config/org.ringback.relay.cfg",
                "HOME/config/org.ringback.acceptor.cfg",
                "lamp-1.enrol",
                "features/NAME.json")) {
            assertTrue(name, all.contains(name));
        }
        assertFalse(
                all,
                Pattern.compile("(org|ringback|relay|lamp-1)\\.\\n *[a-z]|~/\\.?\\n")
                        .matcher(all)
                        .find());
        assertFalse(all, all.contains("\u00FE"));
    }

    private String told(String... words) {
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, run(words));
        return err.toString().strip();
    }

    private void assertTold(String expected, String... words) {
        assertEquals("ringback: " + expected, told(words));
    }

    @Test
    public void aWordThatBeginsWithAnAtIsAWord() {
        assertEquals(ExitCode.USAGE, run("@/dev/null"));
        assertTrue(err.toString(), err.toString().startsWith("ringback: @/dev/null: no such command"));
    }

    @Test
    public void aTerminalIsToldFromAFileAndAPipe() {
        assertTrue(Terminals.isOne("/dev/pts/3"));
        assertTrue(Terminals.isOne("/dev/tty1"));
        assertFalse(Terminals.isOne("/dev/null"));
        assertFalse(Terminals.isOne("pipe:[4711]"));
        assertFalse(Terminals.isOne("socket:[4711]"));
    }
}
