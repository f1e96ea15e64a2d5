package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.shell.link.ShellClient;

/** What goes to a program as a file, and what a person is asked before. */
public final class UploadsTest {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));

    private Path root;
    private Path jar;
    private PlayedShell played;

    @Before
    public void aProgramThatTakesWhatComes() throws IOException {
        root = folder.getRoot().toPath();
        jar = Files.writeString(root.resolve("kettle.jar"), "the jar");
        Files.createDirectories(root.resolve("run"));
        played = new PlayedShell(root.resolve("run/shell.sock"));
    }

    @After
    public void end() throws IOException {
        played.close();
    }

    private int run(String... words) throws Failure {
        return Uploads.of(List.of(words)).run(new Errand(played.shell(), Home.at(root), new AtTerminal(null), 0));
    }

    private static String command(String... words) {
        return String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1 -Djdk.console=java.base -cp",
                place(ShellMain.class)
                        + File.pathSeparator
                        + place(ShellClient.class)
                        + File.pathSeparator
                        + System.getProperty("java.class.path"),
                ShellMain.class.getName(),
                "shell",
                String.join(" ", words));
    }

    private static String place(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
    }

    /** What is said, and the exit code in its last line. */
    private String said(ProcessBuilder builder, String typed) throws IOException {
        Process process =
                builder.directory(root.toFile()).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(typed.getBytes(UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private String atATerminal(String typed, String... words) throws IOException {
        assumeTrue("util-linux has a terminal", Files.isExecutable(SCRIPT));
        return said(
                new ProcessBuilder(SCRIPT.toString(), "-qec", command(words) + "; echo exit $?", "/dev/null"), typed);
    }

    @Test
    public void whatNobodySignedRunsOnAWordThatAPersonTypes() throws Exception {
        String[] deploy = {"--home", root.toString(), "deploy", "--unsigned", jar.toString()};
        String said = atATerminal("yes\n", deploy);
        assertTrue(said, said.contains("Nobody signed " + jar + ". It gets all that this program has"));
        assertTrue(said, said.contains("exit 0"));
        assertEquals(List.of("deploy --unsigned " + jar + " < the jar"), played.asked);
        played.asked.clear();
        for (String word : List.of("y\n", "YES\n", "")) {
            said = atATerminal(word, deploy);
            assertTrue(said, said.contains("deploy: not done, as you did not say yes"));
            assertTrue(said, said.contains("exit 1"));
        }
        assertEquals(List.of(), played.asked);
    }

    @Test
    public void aScriptCannotSayYes() throws Exception {
        String said = said(
                new ProcessBuilder(
                        "sh",
                        "-c",
                        command("--home", root.toString(), "deploy", "--unsigned", jar.toString()) + "; echo exit $?"),
                "yes\n");
        assertTrue(said, said.contains("deploy: --unsigned: no terminal (expected: a person who says yes"));
        assertTrue(said, said.contains("exit 2"));
        assertEquals(List.of(), played.asked);
    }

    @Test
    public void noLineOfWordsHidesThatNobodySigned() throws Failure {
        for (String line : List.of(
                "status; deploy --unsigned kettle.jar",
                "echo x | deploy --unsigned kettle.jar",
                "each [1] {deploy --unsigned x}")) {
            Failure refused = assertThrows(line, Failure.class, () -> Uploads.of(List.of(line)));
            assertEquals(ExitCode.USAGE, refused.exit());
        }
        assertNotNull(Uploads.of(List.of("ringback:deploy --unsigned kettle.jar")));
        assertNull(Uploads.of(List.of("status")));
    }

    @Test
    public void aFileThatIsTooLargeIsNotSent() throws IOException {
        Path large = root.resolve("large.release");
        try (FileChannel file = FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[1]), 65L << 20); // without a block on the disk in between
        }
        Failure refused = assertThrows(Failure.class, () -> run("deploy", jar.toString(), large.toString()));
        assertTrue(
                refused.getMessage(),
                refused.getMessage()
                        .endsWith("has " + ((65L << 20) + 1) + " bytes (expected: at most 67108864 of jars)"));
        assertEquals("the one before it neither", List.of(), played.asked);
    }

    @Test
    public void whatIsNoFileIsNotSent() throws Exception {
        for (String name : List.of("missing.release", "run", "run/shell.sock")) {
            Failure refused = assertThrows(
                    Failure.class, () -> run("deploy", root.resolve(name).toString()));
            assertTrue(refused.getMessage(), refused.getMessage().endsWith("(expected: a file that you may read)"));
        }
        assertEquals(List.of(), played.asked);
    }
}
