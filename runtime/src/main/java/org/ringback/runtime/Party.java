package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ringback.runtime.soak.Program;

/** One of the three processes of a trial, of {@code demo} or {@code soak}. Used by one thread. */
final class Party {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;
    private static final long STOP_SECONDS = 5;

    private final String name;
    private final Home home;
    private final LocalShell shell;
    private final Process process;
    private final Path console;

    private Party(String name, Home home, Process process, Path console) throws Failure {
        this.name = name;
        this.shell = new LocalShell(name, home.configuredSocket().orElseThrow());
        this.home = home;
        this.process = process;
        this.console = console;
    }

    /** Starts a program with the bundles of a feature, in a home that is configured already. */
    static Party start(Installation installation, String name, String program, String feature, Path folder)
            throws Failure {
        Home home = Home.at(folder);
        home.prepare(installation, installation.feature(feature));
        Path console = home.log().resolve("console.log");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            installation.program().toString(),
                            program,
                            "--feature",
                            feature,
                            "--home",
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            return new Party(name, home, builder.start(), console);
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

    /** Waits until its role does its work. */
    void awaitReady(String role) throws Failure, InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!shell.answers()) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                throw didNotStart();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        if (shell.run("ready " + role, "").exit() != 0) {
            throw didNotStart();
        }
    }

    private Failure didNotStart() {
        return new Failure(name + ": did not start; its output is in " + console + ":\n" + output());
    }

    /** {@return the shell for its commands} */
    LocalShell shell() {
        return shell;
    }

    /** {@return it as the soak knows it} */
    Program program() {
        return new Program(name, shell.socket(), pid());
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
}
