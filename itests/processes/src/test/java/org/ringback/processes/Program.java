package org.ringback.processes;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ringback.kit.Checked;

/** Programs that end by themselves: the assembled one, and those of others. Stateless. */
final class Program {
    /**
     * Half the work for a process that lives for seconds: one compiler, room for what a start makes, and its classes as the
     * build keeps them ({@code tools/class-archive.sh}).
     */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2 -Xms64m -Xmn32m"
            + " -XX:SharedArchiveFile=target/programs.jsa";

    private Program() {}

    /** {@return the assembled program's start script} */
    static Path ringback() {
        Path program = Path.of(System.getProperty("ringback.program", "program"));
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "ringback.program: " + program + " (expected: the assembled program; mvn package -pl runtime)");
        }
        return program;
    }

    /** Runs the assembled program to its end. */
    static Result run(Duration limit, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(ringback().toString()));
        command.addAll(Arrays.asList(arguments));
        return foreign(limit, command);
    }

    /** Runs any program to its end; one that does not end in time is killed and fails the test. */
    static Result foreign(Duration limit, List<String> command) throws InterruptedException {
        Process process = start(command);
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError(command + " did not end within " + limit.toSeconds() + " s; it said: "
                    + output.join() + errors.join());
        }
        return new Result(process.exitValue(), output.join(), errors.join());
    }

    private static Process start(List<String> command) {
        return Checked.get(() -> {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("RINGBACK_JAVA_OPTIONS", QUICK_START);
            return builder.start();
        });
    }

    private static String read(InputStream stream) {
        return Checked.get(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }

    /** {@return whether a program of this name is on the path} */
    static boolean exists(String name) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
