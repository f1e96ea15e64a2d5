package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ringback.shell.link.ShellClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringback shell}: one command in a running gateway, with its output, its exit code and our standard input. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        description = "Runs one command in a running gateway. Standard input is passed through: codes and passwords"
                + " belong there, never in the command.",
        footer = {
            "",
            "Examples:",
            "  ringback shell --home server status",
            "  ringback shell --home server help",
            "  ringback shell --home server 'enrol lamp-1' | ringback shell --home gateway join"
        })
final class ShellCommand implements Callable<Integer> {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/=,-]+");

    @Option(
            names = "--home",
            required = true,
            defaultValue = "${RINGBACK_HOME}",
            paramLabel = "DIR",
            description = "home of the running gateway; else RINGBACK_HOME")
    private Path home = Path.of("");

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "the command, for example: status")
    private List<String> words = List.of();

    @Override
    public Integer call() throws Failure, InterruptedException {
        Path socket = Home.at(home).shellSocket();
        if (!Files.exists(socket)) {
            throw new Failure("--home: no gateway runs at " + home + " (expected: the home of a running one, with "
                    + socket + "); start one: ringback run FEATURE --home " + home);
        }
        try {
            return ShellClient.run(socket, line(words), input(), System.out, System.err);
        } catch (IOException e) {
            throw new Failure("the gateway at " + home + " does not answer: " + e.getMessage(), e);
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

    /** A password that is typed is not shown. */
    @SuppressWarnings(
            "SystemConsoleNull") // bin/ringback asks newer Javas for the old behaviour: null without a terminal
    private InputStream input() {
        Console console = System.console();
        boolean password = words.get(0).strip().split("\\s+", 2)[0].equals("password");
        if (console == null || !password || words.contains("--help")) {
            return System.in;
        }
        char[] typed = console.readPassword("Password: ");
        byte[] line = (typed == null ? "" : new String(typed) + "\n").getBytes(StandardCharsets.UTF_8);
        if (typed != null) {
            Arrays.fill(typed, ' ');
        }
        return new ByteArrayInputStream(line);
    }
}
