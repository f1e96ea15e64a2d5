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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.ShellClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ringback shell}: one command in a running program, with its output, its exit code and our standard input. */
@Command(
        name = "shell",
        description = "Runs one command in a running program. Standard input is passed through: codes and passwords"
                + " belong there, never in the command.",
        footer = {
            "",
            "Options for 'shell' stand before the command; what stands behind is the command's.",
            "Examples:",
            "  ringback shell --home server status",
            "  ringback shell --home server help",
            "  ringback shell --home server 'enrol lamp-1' | ringback shell --home gateway join"
        })
final class ShellCommand implements Callable<Integer> {
    /** Not {@link System#out}: it would keep to itself what it cannot take. */
    static final OutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/=,-]+");

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "the command, for example: status")
    private List<String> words = List.of();

    @Override
    public Integer call() throws Failure, InterruptedException {
        Home at = home.named(words);
        Path socket = at.configuredSocket()
                .orElseThrow(() -> new Failure("the local socket of " + at.root()
                        + " is off (expected: org.ringback.shell, socket = run/shell.sock)"));
        new LocalShell("shell", socket).require(at);
        try (InputStream in = input()) {
            return ShellClient.run(socket, line(words), in, OUTPUT, System.err);
        } catch (IOException e) {
            throw new Failure("the program at " + at.root() + " does not answer: " + e.getMessage(), e);
        }
    }

    /** One word is a whole line as the shell reads it; several are words, so that a word's own signs mean nothing. */
    static String line(List<String> words) {
        if (words.size() == 1) {
            return words.get(0);
        }
        return words.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches()
                ? word
                : "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** A password that is typed is not shown. What comes by standard input passes through no buffer of Java's. */
    @SuppressWarnings(
            "SystemConsoleNull") // bin/ringback asks newer Javas for the old behaviour: null without a terminal
    private InputStream input() {
        Console console = System.console();
        boolean password = words.get(0).strip().split("\\s+", 2)[0].equals("password");
        if (console == null || !password || words.contains("--help")) {
            return new FileInputStream(FileDescriptor.in);
        }
        return typed(console.readPassword("Password: "));
    }

    /** What was typed as a line of UTF-8; no copy of it is left when the stream is closed. */
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
