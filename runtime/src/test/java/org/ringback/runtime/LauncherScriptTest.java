package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** The start script with a Java that only tells what it was given. */
public final class LauncherScriptTest {
    private static final String FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path jdk;
    private Path script;
    private String called = "";

    @Before
    public void installs() throws IOException {
        jdk = folder.newFolder("jdk").toPath();
        Path java = Files.createDirectory(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        version("17.0.12");
        script = installed("ringback");
    }

    private Path installed(String name) throws IOException {
        Path bin =
                Files.createDirectories(folder.getRoot().toPath().resolve(name).resolve("bin"));
        return Files.copy(Path.of("src/main/bin/ringback"), bin.resolve("ringback"));
    }

    private void version(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    @Test
    public void whatRunsForLongHasBothCompilersAndNoHeapOfAFixedSize() throws Exception {
        for (String program : List.of("server", "acceptor", "issuer", "system", "ring")) {
            List<String> words = starts(program, "--home", "a home");
            assertFalse(program + words, words.contains(FIRST_COMPILER_ALONE));
            assertTrue(program + words, words.contains("-XX:MaxRAMPercentage=50"));
            assertEquals(
                    program + words,
                    0,
                    words.stream().filter(one -> one.startsWith("-Xmx")).count());
            assertEquals(
                    List.of("org.ringback.runtime.Main", program, "--home", "a home"),
                    words.subList(words.size() - 4, words.size()));
        }
    }

    @Test
    public void whatLivesForMomentsHasTheFirstCompilerAlone() throws Exception {
        for (String word : List.of("shell", "store", "demo", "help", "--version")) {
            List<String> words = starts(word);
            assertTrue(word + words, words.contains(FIRST_COMPILER_ALONE));
        }
        assertTrue(starts("shell").contains("org.ringback.runtime.ShellMain"));
        assertTrue(starts().contains(FIRST_COMPILER_ALONE));
    }

    @Test
    public void theFlagsOfANewerJavaAreForThatOneAlone() throws Exception {
        assertFalse(starts("server").contains("--enable-native-access=ALL-UNNAMED"));
        version("24.0.1");
        assertTrue(starts("server").contains("--enable-native-access=ALL-UNNAMED"));
    }

    @Test
    public void anInstallationWhosePathHasAColonIsRefusedByName() throws Exception {
        script = installed("a:b");
        assertRefused(1, script.getParent() + ": a colon or a line's end is in the installation's path");
    }

    @Test
    public void aJavaThatIsTooOldOrNotThereIsRefused() throws Exception {
        version("11.0.2");
        assertRefused(3, "Java 11 found at " + jdk.resolve("bin/java") + "; 17 or later is needed");
        Files.delete(jdk.resolve("bin/java"));
        assertRefused(3, "JAVA_HOME: " + jdk + " has no bin/java");
    }

    @Test
    public void theProgramKnowsHowItWasCalledAndTellsItToNoOther() throws Exception {
        assertTrue(starts("demo").contains("-Dringback.called=" + script));
        Path link = Files.createSymbolicLink(folder.getRoot().toPath().resolve("rb"), script);
        script = link;
        assertTrue(starts("demo").contains("-Dringback.called=" + link));
        called = "./ringback";
        assertTrue(starts("demo").contains("-Dringback.called=./ringback"));
        Path java = jdk.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\necho \"${RINGBACK_CALLED-unset}\"\n");
        assertEquals(List.of("unset"), starts("demo"));
    }

    private List<String> starts(String... words) throws Exception {
        Process process = process(words);
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(lines.toString(), 0, process.waitFor());
        return lines;
    }

    private void assertRefused(int exit, String reason) throws Exception {
        Process process = process("server");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, exit, process.waitFor());
        assertTrue(said, said.startsWith("ringback: " + reason));
    }

    private Process process(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().remove("RINGBACK_JAVA_OPTIONS");
        builder.environment().put("RINGBACK_CALLED", called);
        return builder.start();
    }
}
