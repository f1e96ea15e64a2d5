package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import picocli.CommandLine;

/** A ring at a home where a program runs already. */
public final class RingThroughTest {
    private static final String KNOWS_QUIET = "ring [--pipe] [--quiet] EQUIPMENT\n";

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    /** A short path: that of a socket has at most 107 bytes. */
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));

    private final InputStream in = System.in;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private Path home;
    private PlayedShell played;

    @Before
    public void aProgramRuns() throws IOException {
        home = folder.getRoot().toPath();
        Files.createDirectories(home.resolve("run"));
        played = new PlayedShell(home.resolve("run/shell.sock"));
        played.reply("ready issuer", 0, "", "");
        played.reply("help ring", 0, KNOWS_QUIET, "");
        System.setIn(new ByteArrayInputStream(new byte[0]));
        System.setErr(new PrintStream(told, true, UTF_8));
    }

    @After
    public void itEnds() throws IOException {
        System.setIn(in);
        System.setErr(err);
        played.close();
    }

    @Test
    public void aQuietRingIsAskedForQuietly() {
        played.reply("ring lamp-1 --pipe --quiet", 0, "", "");
        assertRings(0, "", "--pipe", "lamp-1");
        played.reply("ring lamp-1 --quiet", 0, "", "");
        assertRings(0, "", "--quiet", "lamp-1");
    }

    @Test
    public void anIssuerOfAnEarlierVersionTellsItsStoryRatherThanRefuse() {
        played.reply("help ring", 0, "ring [--pipe] EQUIPMENT\n", "");
        played.reply("ring lamp-1 --pipe", 0, "", "");
        assertRings(0, "", "--pipe", "lamp-1");
        played.reply("ring lamp-1", 0, "", "");
        assertRings(
                0,
                "ringback: --quiet: the issuer that runs is of an earlier version and tells its story; next: restart it\n",
                "--quiet",
                "lamp-1");
    }

    @Test
    public void aProgramThatIsNoIssuerIsNamedAsWhatIsMissing() {
        played.reply("ready issuer", 3, "", "issuer: does not run: its bundle is not part of this process\n");
        assertRings(
                3,
                "ringback: issuer: does not run: its bundle is not part of this process (expected: the home of an issuer,"
                        + " or one where nothing runs; this is " + home + ")\n",
                "lamp-1");
    }

    @Test
    public void anIssuerThatHasNotComeIsNotSaidToBeAnotherProgram() {
        String why = "issuer: does not run: it has not come yet; waited for 30 s\n";
        played.reply("ready issuer", 3, "", why);
        assertRings(3, "ringback: " + why, "lamp-1");
    }

    @Test
    public void anIssuerThatCannotRunIsToldWithItsReason() {
        played.reply("ready issuer", 1, "", "issuer: does not run: calls: 0 (expected: 1 to 1024)\n");
        assertRings(1, "ringback: issuer: does not run: calls: 0 (expected: 1 to 1024)\n", "lamp-1");
    }

    @Test
    public void whoGoesAwayBeforeTheRingBeganIsLookedForAgain() {
        played.hangUpOnceIn("ready issuer");
        played.hangUpOnceIn("help ring");
        played.reply("ring lamp-1 --pipe --quiet", 0, "", "");
        assertRings(0, "", "--pipe", "lamp-1");
    }

    @Test
    public void aFolderInThePlaceOfAGrantIsRefusedAndNothingIsRung() throws IOException {
        Path grant = folder.newFolder("a").toPath();
        assertRings(
                1,
                "ringback: --accept-grant: " + grant + ": is a folder (expected: a file that you may read, or - for"
                        + " standard input)\n",
                "--accept-grant",
                grant.toString(),
                "lamp-1");
        assertEquals(List.of(), played.asked);
    }

    private void assertRings(int exit, String errors, String... words) {
        told.reset();
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(System.err, true, UTF_8));
        String[] command = new String[words.length + 3];
        command[0] = "ring";
        command[1] = "--home";
        command[2] = home.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        assertEquals(told.toString(UTF_8), exit, line.execute(command));
        assertEquals(errors, told.toString(UTF_8));
    }
}
