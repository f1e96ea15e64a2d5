package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
            return ShellClient.run(socket, String.join(" ", words), System.in, System.out, System.err);
        } catch (IOException e) {
            throw new Failure("the gateway at " + home + " does not answer: " + e.getMessage(), e);
        }
    }
}
