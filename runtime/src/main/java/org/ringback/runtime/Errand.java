package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.runtime.console.Person;
import org.ringback.shell.link.NotTakenException;
import org.ringback.shell.link.Quoting;
import org.ringback.shell.link.ShellClient;

/**
 * Runs commands in a running program for whoever gave them at this process: with its files, passwords, standard output
 * and error. Used by one thread.
 *
 * @param program what runs them
 * @param home its home
 * @param person who can be asked
 * @param columns how many the terminal has that takes the output; 0 if none does
 */
record Errand(LocalShell program, Home home, Person person, int columns) {
    /** Standard output, not through {@link System#out}, which would hide a failed write. */
    static final OutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    /** How a command's message begins that lacks its standard input. */
    static final String NO_INPUT = "standard input: empty";

    /** The command that may exchange the shell that runs it, as those of {@link Uploads} may. */
    private static final String ROLLBACK = "rollback";

    /** The command that reads a password. */
    static final String PASSWORD = "password";

    /** The command whose page is opened here, where the person is. */
    private static final String OPEN = "open";

    /** An errand to the program at a home. */
    static Errand at(Home home, Person person, int columns) throws Failure {
        Optional<Path> socket = home.configuredSocket();
        if (socket.isEmpty()) {
            throw new Failure("the local socket of " + home.root()
                    + " is off (expected: org.ringback.shell, socket = run/shell.sock)");
        }
        return new Errand(new LocalShell("shell", socket.get()), home, person, columns);
    }

    /**
     * Runs one command whose standard input is this process's, unless it asks a person.
     *
     * @param command its words, or one that is the whole line
     * @param in what it reads
     * @return its exit code
     */
    int run(List<String> command, InputStream in) throws Failure {
        @Nullable Uploads uploads = Uploads.of(command);
        if (uploads != null) {
            return uploads.run(this);
        }
        if (person.isThere() && AskedFirst.isOne(command)) {
            return AskedFirst.run(this, command);
        }
        String line = line(command);
        if (!person.isThere() || !isPassword(command)) {
            return send(line, in, System.err);
        }
        program.require(home); // checked before a person types the password
        Optional<LocalShell.Result> refused = refusedUntyped(program, line);
        if (refused.isPresent()) {
            System.err.print(refused.get().errors());
            return refused.get().exit();
        }
        try (InputStream typed = typed(person.secret("Password: "))) {
            return send(line, typed, System.err);
        } catch (IOException e) {
            throw new Failure("the typed password cannot be read: " + e.getMessage(), e);
        }
    }

    /** Sends a line that is no {@link Uploads}. */
    int send(String line, InputStream in, OutputStream err) throws Failure {
        Instant begun = Instant.now();
        @Nullable Browser browser = person.isThere() && firstWord(line).equals(OPEN) ? new Browser(OUTPUT) : null;
        try {
            int exit = sent(line, in, browser == null ? OUTPUT : browser, err);
            if (exit == 0 && browser != null) {
                browser.open();
            }
            return exit;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                return Signal.INT.exit();
            }
            if (firstWord(line).equals(ROLLBACK) && !(e instanceof NotTakenException)) {
                return new NextShell(program, home, begun).outcome(ROLLBACK, e);
            }
            program.require(home);
            throw new Failure("the program at " + home.root() + " does not answer: " + e.getMessage(), e);
        }
    }

    /** Sends a line, again and again while the program is only starting. */
    int sent(String line, InputStream in, OutputStream out, OutputStream err) throws IOException, Failure {
        return Patience.REAL.with(
                new Patience.Attempt<Integer>() { // no lambda: see Patience
                    @Override
                    public Integer run() throws IOException, Failure {
                        try {
                            return ShellClient.run(program.socket(), columns, line, in, out, err);
                        } catch (NotTakenException e) {
                            throw program.whyNotTaken(home, e);
                        }
                    }
                });
    }

    private static boolean isPassword(List<String> command) {
        return firstWord(command.get(0)).equals(PASSWORD) && !command.contains("--help");
    }

    /**
     * Makes the command line: a single word is the whole line, which the shell interprets; of several each is quoted.
     */
    static String line(List<String> words) {
        if (words.size() == 1) {
            return words.get(0);
        }
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(Quoting.quoted(word));
        }
        return line.toString();
    }

    /**
     * Runs the command without a password; returns its result unless it only lacked the password, so that nobody types
     * one in vain.
     */
    static Optional<LocalShell.Result> refusedUntyped(LocalShell program, String line) throws Failure {
        LocalShell.Result trial = program.run(line, "");
        return trial.errors().startsWith(NO_INPUT) ? Optional.empty() : Optional.of(trial);
    }

    /** The name of the command, without its scope. */
    static String firstWord(String line) {
        String stripped = line.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        String word = stripped.substring(0, end);
        return word.startsWith("ringback:") ? word.substring("ringback:".length()) : word;
    }

    /** A stream of the typed password as a line in UTF-8; closing it wipes every copy. */
    static InputStream typed(char @Nullable [] password) {
        char[] characters = password == null ? new char[0] : password;
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] line = new byte[encoded.remaining() + 1];
        encoded.get(line, 0, line.length - 1);
        line[line.length - 1] = '\n';
        encoded.clear();
        while (encoded.hasRemaining()) {
            encoded.put((byte) 0);
        }
        Arrays.fill(characters, ' ');
        return new ByteArrayInputStream(line) {
            @Override
            public void close() {
                Arrays.fill(line, (byte) 0);
            }
        };
    }
}
