package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import picocli.CommandLine;

public class StandardOutputTest {
    private final PrintStream before = System.out;

    @After
    public void givesStandardOutputBack() {
        System.setOut(before);
    }

    @Test
    public void theHelpAndVersionOfEveryCommandFailInWordsWhereTheyAreLost() throws IOException {
        Deque<CommandLine> commands = new ArrayDeque<>(List.of(Main.commandLine()));
        int tried = 0;
        while (!commands.isEmpty()) {
            CommandLine command = commands.pop();
            commands.addAll(command.getSubcommands().values());
            for (String option : List.of("--help", "--version")) {
                try (OutputStream full = new FileOutputStream("/dev/full")) {
                    StandardOutput output = new StandardOutput(full);
                    command.setOut(new PrintWriter(output.printer(), true, UTF_8));
                    ByteArrayOutputStream errors = new ByteArrayOutputStream();
                    int exit = output.exit(command.execute(option), new PrintStream(errors, true, UTF_8));
                    assertEquals(command.getCommandName() + " " + option, ExitCode.FAILED, exit);
                    assertTrue(
                            errors.toString(UTF_8),
                            errors.toString(UTF_8).contains("No space left on device (expected: "));
                    tried++;
                }
            }
        }
        assertTrue(tried + " tried", tried >= 16);
    }

    @Test
    public void aReaderThatHasEnoughIsNoFailureAndNothingIsSaidOfIt() {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        output.printer().print("all of it");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        assertEquals(141, output.exit(0, new PrintStream(errors, true, UTF_8)));
        assertEquals("", errors.toString(UTF_8));
    }

    @Test
    public void whatIsPrintedArrivesAndChangesNoExitCode() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(taken);
        output.printer().print("all of it");
        assertEquals("all of it", taken.toString(UTF_8));
        assertEquals(0, output.exit(0, before));
        assertEquals(2, output.exit(2, before));
    }

    @Test
    public void aStringThatAProgramPrintsAndLosesFailsAtOnce() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            System.setOut(new StandardOutput(full).printer());
            Failure lost =
                    assertThrows(Failure.class, () -> new TextFile("-").write("--enrol", "ringback-enrol-abc\n"));
            assertTrue(lost.getMessage(), lost.getMessage().startsWith("standard output does not take"));
        }
    }

    @Test
    public void whatAProgramPrintsIsNotMixedWithWhatItsLibrariesPrint() throws Failure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = System.err;
        System.setOut(new StandardOutput(out).printer());
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            StandardOutput.keep();
            StandardOutput.keep();
            System.out.println("a line of the log");
            StandardOutput.print("a story\n");
            assertEquals("a story\n", out.toString(UTF_8));
            assertEquals("a line of the log\n", err.toString(UTF_8));
        } finally {
            StandardOutput.giveBack();
            System.setErr(errors);
        }
        StandardOutput.print("more\n");
        assertEquals("a story\nmore\n", out.toString(UTF_8));
    }

    @Test
    public void whatTheLogSaysOfAFullDiskIsAFewLinesHoweverOftenItSaysThat() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream libraries = LibraryLines.before(new PrintStream(err, true, UTF_8));
        for (int i = 0; i < 8; i++) {
            libraries.println(
                    "org.ops4j.pax.logging.pax-logging-logback [logback] ERROR : IO failure while writing to file [/home/log/ringback.log]");
            new IllegalStateException("not flushed", new IOException("No space left on device"))
                    .printStackTrace(libraries);
        }
        libraries.print("org.ops4j.pax.logging.pax-logging-logback [logback] ERROR : ");
        libraries.println("Could not close");
        assertEquals(
                List.of(
                        "org.ops4j.pax.logging.pax-logging-logback [logback] ERROR : IO failure while writing to file [/home/log/ringback.log]",
                        "java.lang.IllegalStateException: not flushed",
                        "Caused by: java.io.IOException: No space left on device",
                        "org.ops4j.pax.logging.pax-logging-logback [logback] ERROR : Could not close"),
                err.toString(UTF_8).lines().toList());
    }

    @Test
    public void aLogThatGoesToTheConsoleKeepsItsTracesAndItsRepetitions() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream libraries = LibraryLines.before(new PrintStream(err, true, UTF_8));
        String logged =
                """
                WARN refused
                WARN refused
                ERROR a fault
                java.io.IOException: why
                \tat org.example.Here.now(Here.java:1)
                Caused by: java.lang.Error: deeper
                \t... 3 more
                """;
        libraries.print("org.ops4j.pax.logging.pax-logging-logback [logback] ERROR : of itself\n");
        libraries.print(logged);
        libraries.print(logged);
        assertEquals(
                "org.ops4j.pax.logging.pax-logging-logback [logback] ERROR : of itself\n" + logged + logged,
                err.toString(UTF_8));
    }

    @Test
    public void bytesOfALibraryPassWhateverTheirEncodingIs() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        byte[] latin = {'g', 'r', (byte) 0xFC, 'n', '\n'};
        LibraryLines.before(new PrintStream(err, true, UTF_8)).write(latin, 0, latin.length);
        assertArrayEquals(latin, err.toByteArray());
    }

    @Test
    public void aLineOfALibrarysThatNeverEndsIsNeitherKeptNorLost() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream libraries = LibraryLines.before(new PrintStream(err, true, UTF_8));
        libraries.print("x".repeat(70_000));
        assertEquals(64 * 1024, err.size());
        libraries.close();
        assertEquals(70_000, err.size());
    }

    @Test
    public void aTypedPasswordLeavesNoCopyBehind() throws IOException {
        char[] typed = "pässword".toCharArray();
        InputStream stream = Errand.typed(typed);
        byte[] line = stream.readAllBytes();
        assertArrayEquals("pässword\n".getBytes(UTF_8), line);
        assertEquals(" ".repeat(8), new String(typed));
        stream.reset();
        stream.close();
        assertArrayEquals(new byte[line.length], stream.readAllBytes());
    }

    @Test
    public void aProgramOfAnotherUserIsToldFromOneThatDoesNotRun() {
        assertTrue(LocalShell.forbidden(new AccessDeniedException("run/shell.sock")));
        assertTrue(LocalShell.forbidden(new SocketException("Permission denied")));
        assertFalse(LocalShell.forbidden(new NoSuchFileException("run/shell.sock")));
        assertFalse(LocalShell.forbidden(new ConnectException("Connection refused")));
    }
}
