package org.ringback.runtime;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code ringback shell [--home DIR] COMMAND} without the command-line library, whose loading would take three
 * quarters of the time. Passes what it does not understand to {@link Main}.
 */
public final class ShellMain {
    private static final String HOME = "--home";

    private ShellMain() {}

    /**
     * Runs one command.
     *
     * @param args the command line; its first word is {@code shell}
     */
    public static void main(String[] args) {
        @Nullable ShellCommand command = plain(args);
        if (command == null) {
            Main.main(args);
            return;
        }
        StandardError.install();
        System.exit(run(command));
    }

    /** {@return the command, if only {@code --home} stands before it; else null} */
    static @Nullable ShellCommand plain(String[] args) {
        int at = 1;
        @Nullable String home = null;
        while (at < args.length && args[at].startsWith("-")) {
            boolean joined = args[at].startsWith(HOME + "=");
            boolean apart = args[at].equals(HOME) && at + 1 < args.length;
            if (home != null || !(joined || apart)) {
                return null;
            }
            home = joined ? args[at].substring(HOME.length() + 1) : args[at + 1];
            at += joined ? 1 : 2;
        }
        if (at >= args.length) {
            return null;
        }
        List<String> words = Arrays.asList(args).subList(at, args.length);
        return new ShellCommand(new HomeOption(home), words);
    }

    private static int run(ShellCommand command) {
        try {
            return command.call();
        } catch (Failure failure) {
            System.err.println("ringback: " + failure.getMessage());
            return failure.exit();
        }
    }
}
