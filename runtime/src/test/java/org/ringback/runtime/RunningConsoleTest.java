package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.runtime.console.Person;
import org.ringback.shell.link.Confirmation;

/** What a console does with a line, at a program that was told what to say. */
public final class RunningConsoleTest {
    private static final int COLUMNS = 0;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));

    private final PlayedPerson person = new PlayedPerson();
    private RunningConsole console;
    private PlayedShell played;

    @Before
    public void starts() throws Exception {
        Path root = folder.getRoot().toPath();
        Files.createDirectories(root.resolve("run"));
        console = new RunningConsole(Home.at(root));
        played = new PlayedShell(root.resolve("run/shell.sock"));
    }

    @After
    public void ends() throws IOException {
        played.close();
    }

    private int run(String... words) {
        return console.run(String.join(" ", words), List.of(words), person, COLUMNS);
    }

    @Test
    public void aCommandThatLacksItsInputIsGivenWhatThePersonTypes() {
        played.replyOnce("join", 2, "", "standard input: empty (expected: a string)\n");
        person.types = "ringback-enrol-abc";
        run("join");
        assertEquals(List.of("join < ringback-enrol-abc"), played.asked);
    }

    @Test
    public void aFileOfThePersonsIsReadWhereTheySaySo() throws IOException {
        Path file = folder.newFile("string").toPath();
        Files.writeString(file, "ringback-grant-abc\n");
        played.replyOnce("accept-grant", 2, "", "standard input: empty (expected: a string)\n");
        person.types = "@" + file;
        run("accept-grant");
        assertEquals(List.of("accept-grant < ringback-grant-abc"), played.asked);
    }

    @Test
    public void aPasswordMayBeginAsAFilesNameWould() {
        played.replyOnce("password lamp-1", 2, "", "standard input: empty (expected: the password)\n");
        person.types = "@home\\2026";
        run("password", "lamp-1");
        assertEquals(List.of("password lamp-1 < @home\\2026"), played.asked);
    }

    @Test
    public void whoTypesNothingChangesNothing() {
        played.replyOnce("join", 2, "", "standard input: empty (expected: a string)\n");
        run("join");
        assertEquals(1, person.asked.size());
        assertEquals(List.of(), played.asked);
    }

    @Test
    public void ofSeveralCommandsNoneIsRunTwice() {
        played.replyOnce("revoke lamp-1; join", 2, "", "standard input: empty (expected: a string)\n");
        console.run("revoke lamp-1; join", List.of(), person, COLUMNS);
        assertEquals(List.of(), person.asked);
        assertEquals(List.of(), played.asked);
    }

    @Test
    public void whatSendsFilesStandsAlone() {
        assertEquals(ExitCode.USAGE, console.run("deploy a.jar | grep x", List.of(), person, COLUMNS));
        assertEquals(List.of(), played.asked);
    }

    @Test
    public void whatACommandWouldDoIsAskedAndDoneOnAYesAlone() {
        String refused =
                Confirmation.wanted("rename: fan takes over forward = fan/http=[::1]:80", "it may be other") + "\n";
        for (@Nullable String word : new @Nullable String[] {"yes", "y", null}) {
            played.replyOnce("rename lamp-1 fan", 1, "", refused);
            person.answers = word;
            run("rename", "lamp-1", "fan");
        }
        assertEquals(
                Collections.nCopies(3, "rename: fan takes over forward = fan/http=[::1]:80. Go on? (yes/no) "),
                person.asked);
        assertEquals(List.of("rename lamp-1 fan --yes < "), played.asked);
    }

    @Test
    public void whatSucceedsOrHasTheWordOrIsReadByAProgramIsNotAsked() {
        run("rename", "lamp-1", "fan");
        run("leave", "fan", "--yes");
        run("leave", "fan", "--json");
        assertEquals(List.of("rename lamp-1 fan < ", "leave fan --yes < ", "leave fan --json < "), played.asked);
        assertEquals(List.of(), person.asked);
        assertFalse(AskedFirst.isOne(List.of("rename lamp-1 fan; leave fan")));
        assertTrue(AskedFirst.isOne(List.of("rename lamp-1 fan")));
    }

    @Test
    public void anInterruptedCommandEndsAtOnceAndSaysNothingUntrue() {
        Thread.currentThread().interrupt();
        assertEquals(Signal.INT.exit(), run("status"));
        assertTrue("the console takes the interrupt", Thread.interrupted());
    }

    @Test
    public void whatIsAskedForPromptsAndCompletionComesAsItIs() {
        played.reply("complete rings ''", 0, "--json\tprint JSON\n", "");
        assertEquals(Optional.of("--json\tprint JSON\n"), console.ask(List.of("complete", "rings", "")));
        played.reply("warnings", 3, "", "no");
        assertEquals(Optional.empty(), console.ask(List.of("warnings")));
    }

    private static final class PlayedPerson implements Person {
        private final List<String> asked = new ArrayList<>();
        private @Nullable String types;
        private @Nullable String answers;

        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public char @Nullable [] secret(String prompt) {
            asked.add(prompt);
            String typed = types;
            return typed == null ? null : typed.toCharArray();
        }

        @Override
        public @Nullable String answer(String question) {
            asked.add(question);
            return answers;
        }
    }
}
