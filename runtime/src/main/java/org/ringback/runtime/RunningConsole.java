package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ringback.runtime.console.Console;
import org.ringback.runtime.console.ConsoleProgram;
import org.ringback.runtime.console.Person;
import org.ringback.shell.link.ShellClient;

/** A console for the program at a home: each line is an {@link Errand} of its own. Used by the console's thread. */
final class RunningConsole implements ConsoleProgram {
    /** How long a prompt or a list of words may keep a person waiting. */
    private static final long LIMIT_MILLIS = 1_000;

    private static final String HISTORY = "console.history";

    private final Home home;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ringback-console-asking");
        thread.setDaemon(true);
        return thread;
    });

    RunningConsole(Home home) {
        this.home = home;
    }

    /** Takes lines until the person leaves; the program may come and go meanwhile. */
    static int at(Home home) throws Failure {
        RunningConsole program = new RunningConsole(home);
        Errand.at(home, AtTerminal.find(), 0).program().require(home);
        try (Console console = new Console(program, home.root().resolve("state").resolve(HISTORY))) {
            System.out.println("help lists the commands; TAB completes, Ctrl-C ends a command, Ctrl-D leaves");
            console.run();
            return 0;
        } catch (IOException e) {
            throw new Failure("the console cannot use this terminal: " + Cause.of(e), e);
        } finally {
            program.asking.shutdownNow();
        }
    }

    @Override
    public String name() {
        return String.valueOf(home.root().getFileName());
    }

    @Override
    public int run(String line, List<String> words, Person person, int columns) {
        StandardError.resized(columns);
        try {
            Errand errand = Errand.at(home, person, columns);
            @Nullable Uploads uploads = uploads(line, words);
            return uploads != null ? uploads.run(errand) : run(line, words, errand);
        } catch (Failure failure) {
            System.err.println("ringback: " + failure.getMessage());
            return failure.exit();
        }
    }

    /** Takes a line that sends files, which stands alone: what comes of it is no text for a pipe. */
    private static @Nullable Uploads uploads(String line, List<String> words) throws Failure {
        if (!words.isEmpty()) {
            return Uploads.of(words);
        }
        String first = Errand.firstWord(line);
        if (Uploads.isOne(first)) {
            throw Failure.usage(first + ": stands beside others (expected: alone in its line)");
        }
        return null;
    }

    /** Runs a line with nothing to read; if its one command wants something, asks for that and runs it again. */
    private static int run(String line, List<String> words, Errand errand) throws Failure {
        String command = words.isEmpty() ? "" : Errand.firstWord(words.get(0));
        if (command.equals("ring") && (words.contains("--pipe") || words.contains("-p"))) {
            throw Failure.usage(
                    "ring: --pipe: the console reads what is typed itself (expected: ringback ring --pipe, in"
                            + " your system's shell; or here: --forward 0)");
        }
        if (!words.isEmpty() && AskedFirst.isOne(words)) {
            return AskedFirst.run(errand, words);
        }
        HeldErrors errors = new HeldErrors(System.err, !command.isEmpty() && line.indexOf('<') < 0);
        int exit = errand.send(line, InputStream.nullInputStream(), errors);
        if (!errors.isHeld()) {
            errors.release();
            return exit;
        }
        // A password may begin with any character; a string or a key has none of this.
        boolean mayBeFile = !command.equals(Errand.PASSWORD);
        char @Nullable [] typed =
                errand.person().secret(errors.wanted() + " (unseen" + (mayBeFile ? "; @FILE for a file): " : "): "));
        if (typed == null || typed.length == 0) {
            System.err.println("standard input: empty (expected: what " + command + " reads); nothing is changed");
            return ExitCode.USAGE;
        }
        try (InputStream in = mayBeFile && typed[0] == '@' ? file(typed) : Errand.typed(typed)) {
            return errand.send(line, in, System.err);
        } catch (IOException | InvalidPathException e) {
            throw new Failure("standard input: " + Cause.of(e) + " (expected: a file that you may read)", e);
        }
    }

    private static InputStream file(char... typed) throws IOException, Failure {
        String name = new String(typed, 1, typed.length - 1);
        return Files.newInputStream(
                name.startsWith("~/") ? UserFolder.here().resolve(name.substring(2)) : Path.of(name));
    }

    @Override
    public Optional<String> ask(List<String> words) {
        Callable<Optional<String>> question = () -> {
            LocalShell.Result result =
                    Errand.at(home, AtTerminal.find(), 0).program().run(Errand.line(words), "");
            return result.exit() == 0 ? Optional.of(result.output()) : Optional.empty();
        };
        Future<Optional<String>> answer = asking.submit(question);
        try {
            return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            answer.cancel(true);
        }
    }

    /** Keeps what a command says first, as long as that may be that it lacks its input. Not thread-safe. */
    private static final class HeldErrors extends FilterOutputStream {
        private static final String EXPECTED = "(expected: ";
        private static final byte[] WANTED = Errand.NO_INPUT.getBytes(StandardCharsets.UTF_8);

        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean passing;

        /**
         * Keeps it.
         *
         * @param out takes what is not kept
         * @param holding false to keep nothing
         */
        HeldErrors(OutputStream out, boolean holding) {
            super(out);
            passing = !holding;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (ShellClient.isOwnSentence(bytes, offset, length)) {
                out.write(bytes, offset, length);
                return;
            }
            for (int at = offset; at < offset + length; at++) {
                write(bytes[at]);
            }
        }

        @Override
        public void write(int one) throws IOException {
            if (passing) {
                out.write(one);
                return;
            }
            if (held.size() < WANTED.length && (byte) one != WANTED[held.size()]) {
                passing = true;
                held.writeTo(out);
                held.reset();
                out.write(one);
            } else {
                held.write(one);
            }
        }

        /** Passes on what was kept: it was something else that begins alike. */
        void release() {
            passing = true;
            try {
                held.writeTo(out);
                held.reset();
            } catch (IOException e) {
                System.err.println("ringback: standard error: " + e.getMessage());
            }
        }

        /** What the command wants to read, in its own words. */
        String wanted() {
            String said = held.toString(StandardCharsets.UTF_8);
            int from = said.indexOf(EXPECTED);
            String words = from < 0
                    ? "what it reads"
                    : said.substring(from + EXPECTED.length()).split("[,;)]", 2)[0];
            return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        }

        /** Whether the command lacked its input: what it said of that is not shown. */
        boolean isHeld() {
            return !passing && held.size() >= WANTED.length;
        }
    }
}
