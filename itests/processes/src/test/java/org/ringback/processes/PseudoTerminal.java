package org.ringback.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ringback.kit.Checked;
import org.ringback.kit.Program;

/**
 * A program at a pseudo-terminal of 80 columns, made by script(1), under strace(1), which counts the programs that it
 * starts. Used by one thread.
 */
final class PseudoTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> TRACE = List.of("strace", "-f", "-qq", "-e", "trace=execve", "-e", "signal=none");

    private final Process process;
    private final Path trace;
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private PseudoTerminal(Process process, Path trace) {
        this.process = process;
        this.trace = trace;
        Thread reader = new Thread(this::read, "pseudo-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command line of sh; skips the test where the two programs are missing or may not trace. */
    static PseudoTerminal start(Path folder, String command) throws Exception {
        Path trace = folder.resolve("execs");
        assumeTrue("script or strace is not installed", Program.exists("script") && Program.exists("strace"));
        assumeTrue(
                "strace may not trace here",
                Program.foreign(LIMIT, List.of("strace", "-qq", "true")).exit() == 0);
        List<String> line = new ArrayList<>(TRACE);
        line.addAll(List.of(
                "-o", trace.toString(), "script", "-qfec", "stty cols 80 rows 24; exec " + command, "/dev/null"));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        return new PseudoTerminal(builder.start(), trace);
    }

    private void read() {
        try (InputStream output = process.getInputStream()) {
            byte[] chunk = new byte[8 * 1024];
            for (int length = output.read(chunk); length >= 0; length = output.read(chunk)) {
                screen.write(chunk, 0, length);
            }
        } catch (IOException e) {
            return; // the end of the test
        }
    }

    /** Types, and waits until something new appears; returns what appeared since. */
    String type(String keys, String until) throws IOException {
        int before = screen.size();
        process.getOutputStream().write(keys.getBytes(UTF_8));
        process.getOutputStream().flush();
        return awaitText(until, before);
    }

    String awaitText(String text, int from) {
        await(text).atMost(LIMIT).until(() -> since(from).contains(text));
        return since(from);
    }

    private String since(int from) {
        byte[] all = screen.toByteArray();
        return new String(all, from, all.length - from, UTF_8);
    }

    /** How many programs were started so far. */
    long started() throws IOException {
        try (Stream<String> lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains("execve(")).count();
        }
    }

    /** Waits for the end. */
    int exit() {
        await("its end").atMost(LIMIT).until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Checked.run(() -> {
            process.waitFor();
        });
    }
}
