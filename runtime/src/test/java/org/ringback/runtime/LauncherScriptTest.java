package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final Map<String, String> environment = new HashMap<>();
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
    public void aHeapOrACollectorThatIsGivenWinsAndContradictsNothing() throws Exception {
        assertTrue(starts("server").contains("-Xms24m"));
        assertTrue(starts("shell").contains("-Xmx32m"));
        assertTrue(starts("ring").contains("-XX:+UseSerialGC"));
        given("-Xmx16m");
        assertStartsWithout("server", "-Xms24m");
        assertTrue(starts("server").contains("-XX:+UseSerialGC"));
        given("-Xms64m");
        assertStartsWithout("shell", "-Xmx32m");
        given("-Dx=y -XX:MaxHeapSize=16m");
        assertStartsWithout("ring", "-Xms24m");
        given("-XX:+UseG1GC");
        assertStartsWithout("server", "-XX:+UseSerialGC");
        given("-XX:MinHeapFreeRatio=50");
        assertStartsWithout("server", "-XX:MaxHeapFreeRatio=40");
        given("-XX:InitialCodeCacheSize=100m");
        assertStartsWithout("server", "-XX:ReservedCodeCacheSize=64m");
    }

    @Test
    public void whatIsGivenToEveryJavaContradictsNothingEither() throws Exception {
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx16m -XX:+UseParallelGC");
        assertStartsWithout("server", "-Xms24m");
        assertStartsWithout("server", "-XX:+UseSerialGC");
    }

    /** Else the next file that Java opens is standard input, and is sent. */
    @Test
    public void aStandardInputThatIsNotThereIsEmpty() throws Exception {
        java("readlink /proc/self/fd/0");
        assertEquals(List.of("/dev/null"), lines(redirected("<&-")));
    }

    @Test
    public void aStandardOutputThatIsNotThereTakesNothingAndSaysSo() throws Exception {
        java("echo lost || echo told: $? >&2");
        List<String> said = lines(redirected("<&- 3>&1 >&- 2>&3 3>&-"));
        assertEquals(said.toString(), "told: 1", said.get(said.size() - 1));
    }

    @Test
    public void aStandardErrorThatIsNotThereIsNoOtherFile() throws Exception {
        java("readlink /proc/self/fd/2; readlink /proc/self/fd/1");
        assertEquals("/dev/null", lines(redirected("2>&-")).get(0));
    }

    @Test
    public void whatJavaSaysOfItselfNeverGoesToStandardOutput() throws Exception {
        Path real = Path.of(System.getProperty("java.home"), "bin", "java");
        for (String program : List.of("ring", "shell")) {
            List<String> flags = starts(program).stream()
                    .takeWhile(one -> !one.startsWith("-Djdk.console"))
                    .toList();
            List<String> command = new ArrayList<>(List.of(real.toString()));
            command.addAll(flags);
            // A heap that cannot lie in such pages, as is said by a warning; and a crowd of words on standard output.
            command.addAll(List.of("-XX:+UseLargePages", "-XX:LargePageSizeInBytes=1g", "-XX:+PrintFlagsFinal"));
            command.add("-version");
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(0, process.waitFor());
        }
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

    /** Words for Java that a person gives; the JDK of this test takes all of the script's with them. */
    private void given(String options) {
        environment.put("RINGBACK_JAVA_OPTIONS", options);
    }

    private void assertStartsWithout(String program, String flag) throws Exception {
        List<String> words = starts(program);
        assertFalse(program + words, words.contains(flag));
    }

    /** What the Java of this installation does. */
    private void java(String commands) throws IOException {
        Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\n" + commands + "\n");
    }

    private Process redirected(String redirections) throws IOException {
        return start(List.of("sh", "-c", "sh '" + script + "' ring " + redirections));
    }

    private static List<String> lines(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private List<String> starts(String... words) throws Exception {
        Process process = process(words);
        List<String> lines = lines(process);
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
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment()
                .keySet()
                .removeAll(List.of("RINGBACK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("RINGBACK_CALLED", called);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
