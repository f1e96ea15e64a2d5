package org.ringback.runtime;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code ringback}. Exit codes: 0 done, 1 failed or refused, 2 wrong usage, 3 a prerequisite is missing. */
@Command(
        name = "ringback",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Ring an appliance at home, and it calls back: no port is open at the door.",
        subcommands = {DemoCommand.class, RunCommand.class, ShellCommand.class})
public final class Main {
    private Main() {}

    /**
     * Runs one command.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof Failure)) {
                throw failure;
            }
            command.getErr().println("ringback: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }
}
