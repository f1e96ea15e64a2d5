package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** The end of the log file, as far as it is whole, without anything that would steer a terminal. */
public class LogCommandTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final ShellRule shell = new ShellRule();

    private Path file;
    private LogFile log;

    @Before
    public void command() {
        file = folder.getRoot().toPath().resolve("ringback.log");
        log = new LogFile(file);
        shell.add(new LogCommand(log));
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> last(int most) {
        try (LogFile.Reading reading = log.open()) {
            return reading.last(most, line -> true);
        }
    }

    @Test
    public void theLastLinesAreToldInTheirOrder() throws IOException {
        append("one\ntwo\nthree\n");
        assertEquals("two\nthree\n", shell.run("log -n 2").out());
        assertEquals("one\ntwo\nthree\n", shell.run("log").out());
        assertEquals("two\nthree\n", shell.run("log --like t").out());
        assertEquals("two\n", shell.run("log -n 1 --like w").out());
    }

    @Test
    public void aLineThatIsNotWholeYetIsLeftOut() throws IOException {
        append("hal");
        assertEquals(List.of(), last(9));
        append("f\n\r\nsecond\r\nthi");
        assertEquals(List.of("half", "", "second"), last(9));
        assertEquals(List.of("second"), last(1));
    }

    @Test
    public void aLongFileIsReadFromItsEnd() throws IOException {
        append(IntStream.range(0, 30_000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        assertEquals(IntStream.range(20_000, 30_000).mapToObj(i -> "line " + i).toList(), last(10_000));
        assertEquals(
                "line 7\n",
                shell.run("log --like 'line 7' -n 10000")
                        .out()
                        .lines()
                        .limit(1)
                        .collect(Collectors.joining("", "", "\n")));
    }

    @Test
    public void aLineThatIsTooLongComesInPiecesThatAreAllOfIt() throws IOException {
        String line = "x".repeat(5 * LogFile.LONGEST + 3);
        append("before\n" + line + "\nbehind\n");
        List<String> told = last(100);
        assertEquals("before", told.get(0));
        assertEquals("behind", told.get(told.size() - 1));
        assertEquals(line, String.join("", told.subList(1, told.size() - 1)));
    }

    @Test
    public void nothingThatSteersATerminalIsPrinted() throws IOException {
        append("a\u001b[2J\u0007\tb\u009b31m\u202e\n");
        String shown = "a\uFFFD[2J\uFFFD b\uFFFD31m\uFFFD";
        assertEquals(shown + "\n", shell.run("log").out());
        assertEquals(
                shown,
                new JSONObject(shell.run("log --json").out())
                        .getJSONArray("log")
                        .getString(0));
        Files.write(file, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("caf\uFFFD"), last(1));
    }

    @Test
    public void whatComesIsToldOnceItIsWhole() throws IOException {
        append("one\ntw");
        List<String> told = new ArrayList<>();
        try (LogFile.Reading reading = log.open()) {
            assertEquals(List.of("one"), reading.last(5, line -> true));
            reading.more(told::add);
            assertEquals(List.of(), told);
            append("o\nthree\nfo");
            reading.more(told::add);
            assertEquals(List.of("two", "three"), told);
            append("ur\n");
            reading.more(told::add);
            assertEquals(List.of("two", "three", "four"), told);
        }
    }

    @Test
    public void aNewFileInItsPlaceIsFollowedAfterTheRestOfTheOldOne() throws IOException {
        append("one\n");
        List<String> told = new ArrayList<>();
        try (LogFile.Reading reading = log.open()) {
            reading.last(5, line -> true);
            append("two\n");
            Files.move(file, folder.getRoot().toPath().resolve("ringback.1.log"));
            reading.more(told::add);
            append("three\n");
            reading.more(told::add);
            assertEquals(List.of("two", "three"), told);
            Files.writeString(file, "4\n");
            reading.more(told::add);
            assertEquals("it was emptied", List.of("two", "three", "4"), told);
        }
    }

    @Test
    public void whatCannotBeReadOrMeantIsSaid() throws IOException {
        assertTrue(
                shell.run("log").err(),
                shell.run("log").err().contains("ringback.log: is not there (expected: the file"));
        assertThrows(CommandFailure.class, () -> log.open());
        append("");
        assertEquals("The log is empty.\n", shell.run("log").err());
        assertEquals("No line of the log has x.\n", shell.run("log --like x").err());
        assertEquals(2, shell.run("log -n 10001").exit());
        assertEquals(2, shell.run("log --json --follow").exit());
    }
}
