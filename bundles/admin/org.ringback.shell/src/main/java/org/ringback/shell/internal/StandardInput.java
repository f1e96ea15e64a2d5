package org.ringback.shell.internal;

/** Refuses secrets in command lines, where other users of the machine and shell histories would see them. Stateless. */
final class StandardInput {
    private StandardInput() {}

    static void only(String command, String... arguments) {
        if (arguments.length > 0) {
            throw leaked(command);
        }
    }

    static CommandFailure leaked(String command) {
        return CommandFailure.usage(command + ": a secret must not stand in a command line, where others see it"
                + " (expected: on standard input: ringback shell --home DIR '" + command + "' < FILE);"
                + " if it was a real one, make a new one");
    }
}
