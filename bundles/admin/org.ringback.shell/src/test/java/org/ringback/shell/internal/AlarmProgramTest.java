package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** A real program is told of a warning, and one that somebody else could have written is not run. */
public class AlarmProgramTest {
    private static final CompletableFuture<Boolean> OVER = CompletableFuture.completedFuture(true);

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private Path script;

    @Before
    public void home() throws IOException {
        home = folder.newFolder("home").toPath().toRealPath();
        mode(folder.getRoot().toPath(), "rwx------");
        mode(home, "rwx------");
        script = home.resolve("tell");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void script(String... lines) throws IOException {
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        mode(script, "rwx------");
    }

    /** With a time that is never over. */
    private int run(String warning, String... more) throws Exception {
        return run(new CompletableFuture<>(), warning, more);
    }

    private int run(CompletableFuture<Boolean> over, String warning, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(more));
        return new AlarmProgram(home, Duration.ofSeconds(30), limit -> over).run(words, warning);
    }

    /** A pipe by name: who opens it waits for who opens its other end. */
    private Path pipe(String name) throws Exception {
        Path pipe = home.resolve(name);
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    private ProcessHandle written(String name) throws IOException {
        long pid = Long.parseLong(Files.readString(home.resolve(name)).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Test
    public void theWarningStandsInTheEnvironmentAndOnStandardInputAndNothingOfItIsTakenAsACommand() throws Exception {
        script(
                "cat > said",
                "printf %s \"$RINGBACK_ALARM\" > alarm",
                "printf '%s %s|' \"$RINGBACK_HOME\" \"$@\" > rest",
                "exit 7");
        String warning = "lamp-1: \"lost\" $(touch pwned) `touch pwned`; touch pwned\n\u001b[2J";
        assertEquals(7, run(warning, "$HOME", "a;b"));
        assertEquals(Visible.line(warning), Files.readString(home.resolve("alarm")));
        assertEquals(home + " $HOME|a;b |", Files.readString(home.resolve("rest")));
        List<String> lines = Files.readAllLines(home.resolve("said"));
        assertEquals(1, lines.size());
        JSONObject said = new JSONObject(lines.get(0));
        assertEquals(Visible.line(warning), said.get("warning"));
        assertEquals(home.toString(), said.get("home"));
        assertFalse(Files.exists(home.resolve("pwned")));
    }

    @Test
    public void aProgramThatReadsNothingIsNotWaitedForLongerThanItRuns() throws Exception {
        script("exit 0");
        assertEquals(0, run("x".repeat(200_000)));
    }

    /** More than a pipe takes, whatever the system gives it. */
    @Test
    public void aProgramThatNeverReadsHoldsNobodyUp() throws Exception {
        script("exec sleep 600");
        Thread telling;
        try (AlarmRun run = AlarmRun.start(new ProcessBuilder(script.toString()))) {
            telling = ShellThreads.start("telling", () -> run.tell(new byte[4 << 20]));
            assertEquals(OptionalInt.empty(), run.exit(OVER));
            assertTrue(telling.isAlive());
        }
        telling.join(20_000);
        assertFalse(telling.isAlive());
    }

    @Test
    public void aProgramThatTakesTooLongIsKilled() throws Exception {
        script("exec sleep 600");
        IOException late = assertThrows(IOException.class, () -> run(OVER, "lost"));
        assertEquals("took more than 30 s, and was killed", late.getMessage());
    }

    /** The shell of each is over at once; what it left is nobody's child, in a session of its own too. */
    @Test
    public void whatAProgramStartsInTheBackgroundHasItsTimeAndIsKilledThen() throws Exception {
        script("sleep 600 & echo $! > child", "setsid sleep 600 & echo $! > other", "exit 3");
        try (AlarmRun run = AlarmRun.start(new ProcessBuilder(script.toString()).directory(home.toFile()))) {
            assertEquals(OptionalInt.of(3), run.exit(new CompletableFuture<>()));
            run.rest(OVER);
            List<ProcessHandle> left = List.of(written("child"), written("other"));
            assertTrue(left.stream().allMatch(ProcessHandle::isAlive));
            assertEquals(2, run.kill());
            for (ProcessHandle one : left) {
                one.onExit().get();
            }
        }
    }

    @Test
    public void whatEndsInItsTimeIsWaitedForAndNotKilled() throws Exception {
        Path goesOn = pipe("goes-on");
        script("(cat goes-on; touch sent) & exit 0");
        FutureTask<Path> lets = new FutureTask<>(() -> Files.writeString(goesOn, "now", StandardOpenOption.WRITE));
        new Thread(lets).start();
        assertEquals(0, run("lost"));
        assertTrue(Files.exists(home.resolve("sent")));
        lets.get();
    }

    @Test
    public void aProgramThatSomebodyElseCouldWriteIsRefusedInWordsAndNotRun() throws Exception {
        script("touch ran");
        mode(script, "rwxrw----");
        refused("may be written by others, as its mode is rwxrw---- (expected: by its owner alone: chmod go-w)");
        mode(script, "rwx------");
        mode(home, "rwxrwxrwx");
        refused("'" + home + "' may be written by others, as its mode is rwxrwxrwx");
        mode(home, "rwx------");
        mode(script, "rw-------");
        refused("cannot be executed (expected: ");
        Files.delete(script);
        refused("is no file (expected: ");
        assertFalse(Files.exists(home.resolve("ran")));
    }

    private void refused(String words) {
        IOException refused = assertThrows(IOException.class, () -> run("lost"));
        assertTrue(refused.getMessage(), refused.getMessage().contains(words));
        IllegalArgumentException same = assertThrows(IllegalArgumentException.class, () -> new AlarmSchema(home)
                .read(Map.of("on-alarm", script + " --to anna")));
        assertEquals("on-alarm: " + refused.getMessage(), same.getMessage());
    }

    @Test
    public void whatIsConfiguredIsAnAbsolutePathAndWords() throws Exception {
        script("exit 0");
        AlarmSchema schema = new AlarmSchema(home);
        assertEquals(List.of(), schema.read(Map.of()));
        assertEquals(
                List.of(script.toString(), "--to", "anna"),
                schema.read(Map.of("on-alarm", "  " + script + "   --to anna ")));
        IllegalArgumentException relative =
                assertThrows(IllegalArgumentException.class, () -> schema.read(Map.of("on-alarm", "tell")));
        assertEquals(
                "on-alarm: 'tell' is not absolute (expected: the whole path of a program, for example"
                        + " /usr/local/bin/tell-me)",
                relative.getMessage());
    }

    @Test
    public void aPathOverALinkIsRefusedWhereverTheLinkIsAndTheRealPathIsNamed() throws Exception {
        script("touch ran");
        Path real = script;
        Path links = folder.newFolder("links").toPath().toRealPath();
        script = Files.createSymbolicLink(links.resolve("link"), real);
        refused("'" + script + "' leads over a link, which may lead elsewhere tomorrow (expected: the path itself: "
                + real + ")");
        script = Files.createSymbolicLink(links.resolve("home"), home).resolve("tell");
        refused("(expected: the path itself: " + real + ")");
        script = home.resolve("../home/tell");
        refused("(expected: the path itself: " + real + ")");
        assertFalse(Files.exists(home.resolve("ran")));
    }

    @Test
    public void nobodyElseMayRenameAFolderFurtherUpAway() throws Exception {
        Path upper = folder.newFolder("upper").toPath().toRealPath();
        Path own = Files.createDirectories(upper.resolve("own/bin"));
        mode(own, "rwx------");
        mode(own.getParent(), "rwx------");
        script = own.resolve("tell");
        script("exit 3");
        mode(upper, "rwxrwxrwx");
        refused("'" + upper + "' may be written by others, as its mode is rwxrwxrwx");
        Files.setAttribute(upper, "unix:mode", 01777); // as /tmp: each renames what is his own alone
        assertEquals(3, run("lost"));
        mode(upper, "rwx------");
        assertEquals(3, run("lost"));
    }
}
