package org.ringback.runtime;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code ringback shell}: runs one command in a running program, with this process's standard input, output and exit
 * code; without a command, at a terminal, a console.
 */
@Command(
        name = "shell",
        description = "Runs one command in a running program; without a command, at a terminal, a console with"
                + " completion and history. Standard input is passed through: codes and passwords"
                + " belong there, never in the command.",
        footer = {
            "",
            "--home may stand behind the command too; all else that stands there is the command's.",
            "Examples:",
            "  ringback shell --home server",
            "  ringback shell --home server status",
            "  ringback shell --home server help",
            "  ringback shell --home server 'enrol lamp-1' | ringback shell --home gateway join"
        })
final class ShellCommand implements Callable<Integer> {
    /** How wide the terminal is that takes standard output; set by {@code bin/ringback}. */
    private static final String COLUMNS = "ringback.columns";

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "the command, for example: status")
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
        AtTerminal person = AtTerminal.find();
        if (command.isEmpty()) {
            if (!person.isThere()) {
                throw Failure.usage("shell: the command is missing (expected: ringback shell --home DIR COMMAND; or a"
                        + " terminal, for a console)");
            }
            return RunningConsole.at(at);
        }
        // Standard input without a buffer of Java's, which would keep a password.
        try (InputStream in = new FileInputStream(FileDescriptor.in)) {
            return Errand.at(at, person, Integer.getInteger(COLUMNS, 0)).run(command, in);
        } catch (IOException e) {
            throw new Failure("standard input cannot be closed: " + e.getMessage(), e);
        }
    }
}
