package org.ringback.runtime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.configuration.NearMiss;
import org.ringback.shell.link.CommandNames;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code ringback}. Its help and exit codes hold for every command. */
@Command(
        name = "ringback",
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Ring an appliance at home, and it calls back: no port is open at the door.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; a program: it was asked to stop (SIGTERM, Ctrl-C)",
            "1:failed or refused; the line on standard error says why",
            "2:wrong command line",
            "3:what is needed is missing: Java, or at this home the role that the command is for",
            "4:the program cannot start: an address is in use, or a configuration is wrong",
            "5:the program is starting, and did not take the command; give it again",
            "141:whoever read the output went away, as in '… | head -1'",
            "143:ring was asked to stop before it was done (SIGTERM; by Ctrl-C 130, by SIGHUP 129)"
        })
public final class Main {
    private static final String HELP = "help";

    /** By name, in the order in which help lists them. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("system", SystemCommand.class);
        COMMANDS.put("server", ServerCommand.class);
        COMMANDS.put("acceptor", AcceptorCommand.class);
        COMMANDS.put("issuer", IssuerCommand.class);
        COMMANDS.put("ring", RingCommand.class);
        COMMANDS.put("shell", ShellCommand.class);
        COMMANDS.put("store", StoreCommand.class);
        COMMANDS.put("backup", BackupCommand.class);
        COMMANDS.put("restore", RestoreCommand.class);
        COMMANDS.put("release", ReleaseCommand.class);
        COMMANDS.put("soak", SoakCommand.class);
        COMMANDS.put(HELP, HelpCommand.class);
        COMMANDS.put("version", VersionCommand.class);
    }

    private Main() {}

    /**
     * Runs one command.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        useNoLanguage();
        StandardError.install();
        StandardOutput output = StandardOutput.install();
        System.exit(output.exit(commandLine(args.length == 0 ? "" : args[0]).execute(args), System.err));
    }

    /**
     * Makes this process write digits as 0 to 9, whatever the machine's language: libraries write numbers in the
     * default locale's digits, and read them as ASCII digits.
     */
    static void useNoLanguage() {
        Locale.setDefault(Locale.ROOT);
    }

    /** {@return the launcher with all its commands} */
    static CommandLine commandLine() {
        return commandLine(HELP);
    }

    /**
     * Makes the launcher with the one command that it was given, as all of them take longer to make than the program to
     * begin; with all, if that is none of them, or one that tells of others.
     */
    static CommandLine commandLine(String first) {
        CommandLine line = new CommandLine(new Main());
        boolean one = COMMANDS.containsKey(first) && !first.equals(HELP);
        COMMANDS.forEach((name, type) -> {
            if (!one || name.equals(first)) {
                line.addSubcommand(type);
            }
        });
        line.getSubcommands().values().stream()
                .filter(command -> command.getCommand() instanceof ShellCommand)
                .forEach(command -> command.setStopAtPositional(true));
        WholeNames.in(line);
        // A word that begins with @ is no file of arguments.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((wrong, args) -> {
            Optional<String> why = early(args, line);
            if (why.isEmpty()
                    && wrong instanceof CommandLine.UnmatchedArgumentException
                    && wrong.getCommandLine() == line
                    && !args[0].startsWith("-")) {
                why = Optional.of(unknown("", args[0], line));
            }
            line.getErr().println("ringback: " + why.orElseGet(() -> WrongWords.told(wrong)));
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (!(thrown instanceof Failure failure)) {
                throw thrown;
            }
            command.getErr().println("ringback: " + failure.getMessage());
            return failure.exit();
        });
        return line;
    }

    /** The message for an unknown command, which may be one of a running program's. */
    static String unknown(String before, String word, CommandLine line) {
        String inProgram = "in a running program: ringback shell --home DIR " + before;
        if (CommandNames.ALL.contains(word)) {
            return word + ": no command of the launcher (expected: " + inProgram + word + ")";
        }
        Set<String> own = line.getSubcommands().keySet();
        String asked = NearMiss.asked(word, own);
        String meant = asked.isEmpty()
                ? "; " + inProgram + NearMiss.of(word, CommandNames.ALL).orElse(word)
                        + NearMiss.asked(word, CommandNames.ALL)
                : asked;
        return word + ": no such command (expected: one of " + String.join(", ", own) + meant + ")";
    }

    /** The message for a command's option that was written before the command. */
    private static Optional<String> early(String[] args, CommandLine line) {
        String word = args.length == 0 ? "" : args[0];
        String name = word.startsWith("--") ? word.replaceFirst("=.*", "") : word;
        boolean ofACommand = word.startsWith("-")
                && line.getCommandSpec().findOption(name) == null
                && line.getSubcommands().values().stream()
                        .anyMatch(command -> command.getCommandSpec().findOption(name) != null);
        return ofACommand
                ? Optional.of(
                        name + ": stands before the command (expected: behind it: ringback COMMAND " + name + " …)")
                : Optional.empty();
    }
}
