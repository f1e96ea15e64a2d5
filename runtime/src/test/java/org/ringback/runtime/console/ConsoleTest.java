package org.ringback.runtime.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

public final class ConsoleTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));

    private final PlayedProgram program = new PlayedProgram();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PipedOutputStream keys = new PipedOutputStream();
    private Terminal terminal;
    private Console console;
    private Thread thread;

    @Before
    public void opens() throws IOException {
        terminal = new ExternalTerminal("test", "ansi", new PipedInputStream(keys), screen, UTF_8);
        terminal.setSize(new Size(80, 24));
        console = new Console(program, history(), terminal);
        thread = new Thread(console::run, "console");
        thread.start();
        prompts(1);
    }

    @After
    public void closes() throws IOException {
        console.close();
        thread.interrupt();
    }

    private Path history() {
        return folder.getRoot().toPath().resolve("history");
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(UTF_8));
        keys.flush();
    }

    private void prompts(int times) {
        await().until(() -> screen.toString(UTF_8).split("home> ", -1).length > times);
    }

    @Test
    public void aLineIsRunWithItsWordsAndTheWidthOfTheTerminal() throws IOException {
        type("grant 'lamp 1' anna\r");
        prompts(2);
        type("rings | grep lamp\r");
        prompts(3);
        assertEquals(List.of("80 grant 'lamp 1' anna [grant, lamp 1, anna]", "80 rings | grep lamp []"), program.ran);
    }

    @Test
    public void whatIsTypedIsCompletedByTheProgram() throws IOException {
        program.completions = "registrations\tthe list\n";
        type("reg\t");
        await().until(() -> program.asked.contains("complete reg"));
        type("-l 5\r");
        prompts(2);
        assertEquals(List.of("80 registrations -l 5 [registrations, -l, 5]"), program.ran);
    }

    @Test
    public void choosingAmongWordsTakesNothingFromTheLine() throws IOException {
        program.completions = "acceptor\t\nissuer\t\n";
        type("ready \t\t");
        await().until(() -> screen.toString(UTF_8).contains("issuer"));
        type("\r\r");
        prompts(2);
        assertEquals(List.of("80 ready acceptor [ready, acceptor]"), program.ran);
    }

    @Test
    public void namesOfFilesAreThoseOfTheCaller() throws IOException {
        Files.createFile(folder.getRoot().toPath().resolve("kettle one.release"));
        program.completions = "\tFILE\n";
        type("deploy " + folder.getRoot() + "/ket\t");
        await().until(() -> program.asked.stream().anyMatch(words -> words.startsWith("complete deploy")));
        type("\r");
        prompts(2);
        assertTrue(
                program.ran.toString(), program.ran.get(0).contains("'" + folder.getRoot() + "/kettle one.release'"));
    }

    @Test
    public void controlCEndsTheCommandAndNotTheConsole() throws IOException {
        type("wait\r");
        await().until(() -> program.waits.getCount() == 0);
        type("\u0003");
        prompts(2);
        assertTrue(program.interrupted);
        type("half a li");
        // This terminal keeps what is typed before Ctrl-C, which one of the system's throws away.
        await().until(() -> screen.toString(UTF_8).contains("half a li"));
        type("\u0003");
        prompts(3);
        type("status\r");
        prompts(4);
        assertEquals("80 status [status]", program.ran.get(program.ran.size() - 1));
    }

    @Test
    public void whatIsAskedForIsNeitherShownNorKept() throws IOException {
        type("ask\r");
        await().until(() -> screen.toString(UTF_8).contains("Password: "));
        type("open\\ses\\\\ame\r");
        prompts(2);
        type("join ringback-enrol-abc\r");
        prompts(3);
        type("hunter2\r");
        prompts(4);
        type("exit\r");
        await().until(() -> !thread.isAlive());
        console.close();
        assertArrayEquals("open\\ses\\\\ame".toCharArray(), program.secret);
        assertFalse(screen.toString(UTF_8).contains("ses"));
        assertEquals(List.of("ask"), Files.readAllLines(history()));
    }

    @Test
    public void aHistoryThatCannotBeReadHoldsNothingUp() throws IOException {
        Path broken = folder.newFolder("broken").toPath();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Terminal other =
                new ExternalTerminal("other", "ansi", new PipedInputStream(new PipedOutputStream()), told, UTF_8);
        try (Console second = new Console(program, broken, other)) {
            other.flush();
            assertTrue(second.isThere());
            assertTrue(told.toString(UTF_8), told.toString(UTF_8).contains("what was typed earlier cannot be read"));
        }
    }

    @Test
    public void historySurvivesTheConsole() throws IOException {
        type("status --all\r");
        prompts(2);
        type("\u0004");
        await().until(() -> !thread.isAlive());
        console.close();
        assertEquals(List.of("status --all"), Files.readAllLines(history()));
    }

    @Test
    public void thePromptSaysHowMuchNeedsAPersonAndThatNobodyAnswers() throws IOException {
        program.warnings = Optional.of("one\ntwo\n");
        type("status\r");
        await().until(() -> screen.toString(UTF_8).contains("home (2 to look at)> "));
        program.warnings = Optional.empty();
        type("status\r");
        await().until(() -> screen.toString(UTF_8).contains("home (does not answer)> "));
    }

    private static final class PlayedProgram implements ConsoleProgram {
        private final List<String> ran = new CopyOnWriteArrayList<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final CountDownLatch waits = new CountDownLatch(1);
        private volatile boolean interrupted;
        private volatile String completions = "";
        private volatile Optional<String> warnings = Optional.of("");
        private volatile char[] secret = {};

        @Override
        public String name() {
            return "home";
        }

        @Override
        public int run(String line, List<String> words, Person person, int columns) {
            ran.add(columns + " " + line + " " + words);
            if (line.equals("wait")) {
                waits.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    Thread.currentThread().interrupt();
                }
            }
            if (line.equals("ask")) {
                char[] typed = person.secret("Password: ");
                secret = typed == null ? new char[0] : typed;
            }
            return line.equals("hunter2") ? 2 : 0;
        }

        @Override
        public Optional<String> ask(List<String> words) {
            asked.add(String.join(" ", words));
            return words.get(0).equals("complete") ? Optional.of(completions) : warnings;
        }
    }
}
