package org.ringback.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs that end by themselves: the assembled one, and those of others. Stateless. */
public final class Program {
    /**
     * Less work for a process that lives for seconds: one compiler, room for what a start makes, in few pages where the
     * system gives large ones, and its classes as the build keeps them ({@code tools/class-archive.sh}).
     */
    public static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2 -Xms64m -Xmn32m"
            + (largePages() ? " -XX:+UseTransparentHugePages" : "")
            + " -XX:SharedArchiveFile=target/programs.jsa";

    private Program() {}

    /** {@return whether Linux gives large pages to who asks for them; Java warns where it does not} */
    private static boolean largePages() {
        Path mode = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        return Checked.get(
                () -> Files.isReadable(mode) && Files.readString(mode).contains("[madvise]"));
    }

    /** {@return the assembled program's start script} */
    public static Path ringback() {
        Path program = Path.of(System.getProperty("ringback.program", "program"));
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "ringback.program: " + program + " (expected: the assembled program; mvn package -pl runtime)");
        }
        return program;
    }

    /** Runs the assembled program to its end. */
    public static Result run(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ringback().toString()));
        command.addAll(Arrays.asList(arguments));
        return foreign(limit, command);
    }

    /** Runs any program to its end; one that does not end in time is killed and fails the test. */
    public static Result foreign(Duration limit, List<String> command) {
        return foreign(limit, command, new byte[0]);
    }

    /** Runs any program to its end, with this standard input. */
    public static Result foreign(Duration limit, List<String> command, byte[] input) {
        return Checked.get(() -> {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("RINGBACK_JAVA_OPTIONS", QUICK_START);
            Process process = builder.start();
            CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " did not end within " + limit.toSeconds() + " s; it said: "
                        + new String(output.join(), UTF_8) + new String(errors.join(), UTF_8));
            }
            return new Result(process.exitValue(), output.join(), new String(errors.join(), UTF_8));
        });
    }

    private static byte[] read(InputStream stream) {
        return Checked.get(stream::readAllBytes);
    }

    /** {@return whether a program of this name is on the path} */
    public static boolean exists(String name) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
