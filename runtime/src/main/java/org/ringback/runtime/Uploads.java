package org.ringback.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringback.runtime.console.Person;
import org.ringback.shell.link.NotTakenException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.ReleaseList;

/**
 * A shell command that takes files: each is read here, with the rights of whoever gave the command, and goes to the
 * program as the command's standard input, one command for each file.
 *
 * @param name the command's name
 * @param options what begins with a dash
 * @param files the others
 */
record Uploads(String name, List<String> options, List<String> files) {
    private static final List<String> COMMANDS = List.of("deploy", "update");
    private static final String UNSIGNED = "--unsigned";
    private static final long LARGEST = BundleEntry.MAX_SIZE + 2L * ReleaseList.MAX_BYTES;

    /** {@return whether a command takes files} */
    static boolean isOne(String name) {
        return COMMANDS.contains(name);
    }

    /** {@return the command as one that takes files; null if it takes none}; refuses what would let a bundle in unasked */
    static @Nullable Uploads of(List<String> command) throws Failure {
        List<String> words =
                command.size() == 1 ? Arrays.asList(command.get(0).strip().split("\\s+", -1)) : command;
        String name = words.get(0).replaceFirst("^ringback:", "");
        if (!COMMANDS.contains(name) || words.contains("--help")) {
            if (!words.contains("--help") && String.join(" ", command).contains(UNSIGNED)) {
                throw Failure.usage("shell: " + UNSIGNED + ": within other words (expected: deploy " + UNSIGNED
                        + " FILE and nothing else, as a person is asked)");
            }
            return null;
        }
        List<String> options = new ArrayList<>();
        List<String> files = new ArrayList<>();
        words.subList(1, words.size())
                .forEach(word -> (word.startsWith("-") && word.length() > 1 ? options : files).add(word));
        return files.isEmpty() ? null : new Uploads(name, options, files);
    }

    /** Runs the command for each file, up to the first one that fails; returns its exit code. */
    int run(Errand errand) throws Failure {
        for (String file : files) {
            requireReadable(file);
        }
        if (options.contains(UNSIGNED)) {
            requireWord(errand.person());
        }
        for (String file : files) {
            List<String> words = new ArrayList<>(List.of(name));
            words.addAll(options);
            words.add(file);
            int exit = run(errand, Errand.line(words), Path.of(file));
            if (exit != 0) {
                return exit;
            }
        }
        return 0;
    }

    private int run(Errand errand, String line, Path file) throws Failure {
        LocalShell program = errand.program();
        Home home = errand.home();
        Instant begun = Instant.now();
        try (InputStream in = Files.newInputStream(file)) {
            return errand.sent(line, in, Errand.OUTPUT, System.err);
        } catch (NotTakenException e) {
            if (Thread.currentThread().isInterrupted()) {
                return Signal.INT.exit();
            }
            program.require(home);
            throw new Failure("the program at " + home.root() + " does not answer: " + e.getMessage(), e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                System.err.println("interrupted; what was begun goes on: see updates");
                return Signal.INT.exit();
            }
            return new NextShell(program, home, begun).outcome(name, e);
        }
    }

    private void requireReadable(String file) throws Failure {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new Failure(name + ": " + file + " (expected: a file that you may read)");
        }
        try {
            if (Files.size(path) > LARGEST) {
                throw new Failure(name + ": " + file + " has " + Files.size(path) + " bytes (expected: at most "
                        + BundleEntry.MAX_SIZE + " of jars)");
            }
        } catch (IOException e) {
            throw new Failure(name + ": " + file + ": " + Cause.of(e), e);
        }
    }

    /** Asks a person, as such a bundle has all rights of the program; a script cannot say yes. */
    private void requireWord(Person person) throws Failure {
        if (!person.isThere()) {
            throw Failure.usage(
                    name + ": " + UNSIGNED + ": no terminal (expected: a person who says yes; or a signed release)");
        }
        String answer = person.answer("Nobody signed " + String.join(", ", files)
                + ". It gets all that this program has: keys, data, the network. Run it? (yes/no) ");
        if (!"yes".equals(answer)) {
            throw new Failure(name + ": not done, as you did not say yes");
        }
    }
}
