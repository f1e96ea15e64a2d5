package org.ringback.nat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ringback.kit.Checked;
import org.ringback.kit.Namespaces;
import org.ringback.kit.Program;

/** A Perl script of this package that runs in a namespace, until its standard input ends. Used by one thread. */
final class Script implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final OutputStream input;
    private final BufferedReader errors;

    private Script(String name, Process process) {
        this.name = name;
        this.process = process;
        input = process.getOutputStream();
        errors = process.errorReader(UTF_8);
    }

    /** {@return why this machine runs none of them; empty if it does} */
    static String lacking() {
        return Program.exists("perl") && perl("-MTime::HiRes", "-e", "1") == 0
                ? ""
                : "perl with Time::HiRes is not installed (Debian: perl)";
    }

    private static int perl(String... words) {
        return Program.foreign(
                        LIMIT,
                        Stream.concat(Stream.of("perl"), Stream.of(words)).toList())
                .exit();
    }

    private static List<String> command(String space, String name, List<String> words) {
        List<String> command = new ArrayList<>(List.of(Namespaces.inside(space)));
        Path file = Checked.get(() -> Path.of(
                Objects.requireNonNull(Script.class.getResource(name), name).toURI()));
        // It is there before the programs that it serves: what it does late, the grid would see as a slow line.
        command.addAll(List.of("nice", "-n", "-15", "perl", file.toString()));
        command.addAll(words);
        return command;
    }

    /** Starts one. */
    static Script start(String space, String name, List<String> words) {
        return Checked.get(() -> new Script(name, new ProcessBuilder(command(space, name, words)).start()));
    }

    /** Runs one to its end; {@return the lines that it wrote} */
    static List<String> run(String space, String name, String... words) {
        return Program.foreign(LIMIT, command(space, name, List.of(words)))
                .ok()
                .lines()
                .toList();
    }

    /** {@return what it writes} */
    InputStream output() {
        return process.getInputStream();
    }

    /** Waits for its next line on standard output, before anybody else reads there. */
    Script awaitLine() {
        return Checked.get(() -> {
            if (new BufferedReader(new InputStreamReader(output(), UTF_8)).readLine() == null) {
                throw ended();
            }
            return this;
        });
    }

    /** Waits until it says on standard error that it did what it was to do. */
    void awaitDone() {
        Checked.run(() -> {
            String said = errors.readLine();
            if (!"done".equals(said)) {
                throw new IOException(name + ": " + said + " (expected: done)");
            }
        });
    }

    /** Gives it a line, and waits until that is done. */
    void command(String line) {
        Checked.run(() -> {
            input.write((line + "\n").getBytes(UTF_8));
            input.flush();
        });
        awaitDone();
    }

    private IOException ended() throws IOException {
        return new IOException(name + ": ended: " + errors.readLine());
    }

    /** Ends its input, and so itself. */
    @Override
    public void close() {
        Checked.run(() -> {
            input.close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        });
    }
}
