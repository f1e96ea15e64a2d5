package org.ringback.shell.internal;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.felix.gogo.runtime.CommandNotFoundException;

/** Says in one line what was wrong with a command, never with a stack trace. Stateless. */
final class Failures {
    private Failures() {}

    static int tell(String line, Exception failure, PrintStream err) {
        Throwable cause = failure;
        while ((cause instanceof InvocationTargetException
                        || cause instanceof ExecutionException
                        || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String word = line.strip().split("\\s+", 2)[0];
        if (cause instanceof CommandFailure known) {
            err.println(known.getMessage());
            return known.exit();
        }
        if (cause instanceof CommandNotFoundException) {
            err.println(word + ": no such command (expected: one that 'help' lists)");
            return CommandFailure.USAGE;
        }
        if (cause instanceof IllegalArgumentException) {
            String message = String.valueOf(cause.getMessage());
            boolean gogo = message.startsWith("Cannot coerce") || message.startsWith("Command");
            err.println(gogo ? word + ": wrong arguments (expected: as 'help " + word + "' says)" : message);
            return CommandFailure.USAGE;
        }
        err.println(word + ": " + cause);
        return CommandFailure.REFUSED;
    }
}
