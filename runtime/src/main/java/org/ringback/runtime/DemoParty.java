package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ringback.shell.link.ShellClient;

/** One of the demo's three processes. Used by one thread. */
final class DemoParty {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    private static final long STOP_SECONDS = 5;

    private final String name;
    private final Home home;
    private final Process process;
    private final Path console;

    private DemoParty(String name, Home home, Process process, Path console) {
        this.name = name;
        this.home = home;
        this.process = process;
        this.console = console;
    }

    static DemoParty start(Installation installation, String name, String feature, Path folder) throws Failure {
        Home home = Home.at(folder);
        home.prepare(installation, installation.feature(feature));
        Path console = home.log().resolve("console.log");
        try {
            Process process = new ProcessBuilder(
                            installation.program().toString(), "run", feature, "--home", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            return new DemoParty(name, home, process, console);
        } catch (IOException e) {
            throw new Failure(name + ": cannot be started: " + e.getMessage(), e);
        }
    }

    /** Replaces the values of some keys in a configuration file, as a person would with an editor. */
    static void configure(Installation installation, String feature, Path folder, String pid, String... lines)
            throws Failure {
        Home home = Home.at(folder);
        home.prepare(installation, installation.feature(feature));
        Path file = home.config().resolve(pid + ".cfg");
        try {
            StringBuilder text = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                String key = line.split("=", 2)[0].trim();
                boolean replaced = false;
                for (String own : lines) {
                    replaced |= own.split("=", 2)[0].trim().equals(key);
                }
                text.append(replaced ? "# " : "").append(line).append('\n');
            }
            for (String own : lines) {
                text.append(own).append('\n');
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Failure(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    Path home() {
        return home.root();
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the shell answers. */
    void awaitShell() throws Failure, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                throw new Failure(name + ": did not start; its output is in " + console + ":\n" + output());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private boolean ready() throws InterruptedException {
        if (!Files.exists(home.shellSocket())) {
            return false;
        }
        try {
            return execute("status", "").exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs one shell command and returns its standard output. */
    String shell(String command, String input) throws Failure, InterruptedException {
        Result result = tryShell(command, input);
        if (result.exit() != 0) {
            throw new Failure(
                    name + ": '" + command + "' failed: " + result.errors().strip());
        }
        return result.output();
    }

    /** Runs one shell command, whatever comes of it. */
    Result tryShell(String command, String input) throws Failure, InterruptedException {
        try {
            return execute(command, input);
        } catch (IOException e) {
            throw new Failure(name + ": '" + command + "': " + e.getMessage(), e);
        }
    }

    private Result execute(String command, String input) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int exit = ShellClient.run(home.shellSocket(), command, in, out, err);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    void stop() {
        process.destroy();
    }

    void awaitStop() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private String output() {
        try {
            return Files.readString(console);
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }

    /** What a command did. */
    record Result(int exit, String output, String errors) {}
}
