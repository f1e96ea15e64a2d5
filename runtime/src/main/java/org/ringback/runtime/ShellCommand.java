package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.NotTakenException;
import org.ringback.shell.link.ShellClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code ringback shell}: runs one command in a running program, with this process's standard input, output and exit
 * code.
 */
@Command(
        name = "shell",
        description = "Runs one command in a running program. Standard input is passed through: codes and passwords"
                + " belong there, never in the command.",
        footer = {
            "",
            "--home may stand behind the command too; all else that stands there is the command's.",
            "Examples:",
            "  ringback shell --home server status",
            "  ringback shell --home server help",
            "  ringback shell --home server 'enrol lamp-1' | ringback shell --home gateway join"
        })
final class ShellCommand implements Callable<Integer> {
    /** Standard output, not through {@link System#out}, which would hide a failed write. */
    static final OutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    /** How a command's message begins that lacks its standard input. */
    private static final String NO_INPUT = "standard input: empty";

    /** The characters that need no quoting in a command. */
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/=,-";

    /** The command that may exchange the shell that runs it, as those of {@link Uploads} may. */
    private static final String ROLLBACK = "rollback";

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "the command, for example: status")
    private List<String> words = List.of();

    /** For the command-line library, which sets the fields. */
    ShellCommand() {}

    /**
     * For a command line that was read already.
     *
     * @param home the home of the program
     * @param words the command
     */
    ShellCommand(HomeOption home, List<String> words) {
        this.home = home;
        this.words = words;
    }

    @Override
    public Integer call() throws Failure {
        List<String> command = home.takenOutOf(words);
        Home at = home.named();
        if (command.isEmpty()) {
            throw Failure.usage("shell: the command is missing (expected: ringback shell --home DIR COMMAND)");
        }
        Optional<Path> socket = at.configuredSocket();
        if (socket.isEmpty()) {
            throw new Failure("the local socket of " + at.root()
                    + " is off (expected: org.ringback.shell, socket = run/shell.sock)");
        }
        LocalShell program = new LocalShell("shell", socket.get());
        @Nullable Uploads uploads = Uploads.of(command);
        if (uploads != null) {
            return uploads.run(program, at);
        }
        Console console = forPassword(command);
        if (console != null) {
            program.require(at); // checked before a person types the password
            Optional<LocalShell.Result> refused = refusedUntyped(program, line(command));
            if (refused.isPresent()) {
                System.err.print(refused.get().errors());
                return refused.get().exit();
            }
        }
        Instant begun = Instant.now();
        try (InputStream in = input(console)) {
            return ShellClient.run(program.socket(), line(command), in, OUTPUT, System.err);
        } catch (IOException e) {
            if (firstWord(command.get(0)).replaceFirst("^ringback:", "").equals(ROLLBACK)
                    && !(e instanceof NotTakenException)) {
                return new NextShell(program, at, begun).outcome(ROLLBACK, e);
            }
            program.require(at);
            throw new Failure("the program at " + at.root() + " does not answer: " + e.getMessage(), e);
        }
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
            line.append(line.isEmpty() ? "" : " ").append(quoted(word));
        }
        return line.toString();
    }

    private static String quoted(String word) {
        return isPlain(word) ? word : "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static boolean isPlain(String word) {
        for (int at = 0; at < word.length(); at++) {
            if (PLAIN.indexOf(word.charAt(at)) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    /** The console on which to type a password without echo; null if the password comes by standard input. */
    @SuppressWarnings(
            "SystemConsoleNull") // bin/ringback asks newer Javas for the old behaviour, null without a terminal
    private static @Nullable Console forPassword(List<String> command) {
        return firstWord(command.get(0)).equals("password") && !command.contains("--help") ? System.console() : null;
    }

    /** Standard input without a buffer of Java's, which would keep a password. */
    private static InputStream input(@Nullable Console console) {
        return console == null ? new FileInputStream(FileDescriptor.in) : typed(console.readPassword("Password: "));
    }

    /**
     * Runs the command without a password; returns its result unless it only lacked the password, so that nobody types
     * one in vain.
     */
    static Optional<LocalShell.Result> refusedUntyped(LocalShell program, String line) throws Failure {
        LocalShell.Result trial = program.run(line, "");
        return trial.errors().startsWith(NO_INPUT) ? Optional.empty() : Optional.of(trial);
    }

    private static String firstWord(String line) {
        String stripped = line.strip();
        int end = 0;
        while (end < stripped.length() && !Character.isWhitespace(stripped.charAt(end))) {
            end++;
        }
        return stripped.substring(0, end);
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
