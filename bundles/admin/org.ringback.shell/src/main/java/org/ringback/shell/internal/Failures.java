package org.ringback.shell.internal;

import java.io.EOFException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.jspecify.annotations.Nullable;
import org.ringback.api.configuration.NearMiss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person in one line why a command failed, never with a stack trace. Stateless. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String QUOTING =
            " (expected: a command and its words; quote special characters with '…', see 'help')";

    private Failures() {}

    static int tell(String line, Throwable failure, PrintStream err, Collection<String> commands) {
        Throwable cause = cause(failure);
        String word = line.strip().split("\\s+", 2)[0];
        if (cause instanceof CommandFailure known) {
            return tell(known.getMessage(), known.exit(), err);
        }
        if (cause instanceof CommandNotFoundException unknown) {
            return tell(unknown(unknown.getCommand(), commands), CommandFailure.USAGE, err);
        }
        if (cause instanceof SyntaxError
                || (cause instanceof EOFException && cause.getCause() instanceof SyntaxError)) {
            return tell("command line: " + cause.getMessage() + QUOTING, CommandFailure.USAGE, err);
        }
        if (cause instanceof InterruptedException) {
            return tell(word + ": interrupted", CommandFailure.REFUSED, err);
        }
        if (cause instanceof IllegalArgumentException) {
            return tell(cause.getMessage(), CommandFailure.USAGE, err);
        }
        if (cause instanceof FileSystemException file) { // of a redirection, which is this program's to open
            return tell(
                    word + ": " + file.getFile()
                            + ": cannot be used (expected: the whole path of a file in a folder that" + " is there)",
                    CommandFailure.REFUSED,
                    err);
        }
        if (cause instanceof Error) {
            LOG.error("The command {} failed", word, cause);
        }
        return tell(word + ": " + cause, CommandFailure.REFUSED, err);
    }

    /** The message for an unknown command. */
    static String unknown(String command, Collection<String> commands) {
        return command + ": no such command (expected: one that 'help' lists" + NearMiss.asked(command, commands) + ")";
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof InvocationTargetException
                        || cause instanceof ExecutionException
                        || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static int tell(@Nullable String message, int exit, PrintStream err) {
        err.println(String.valueOf(message).lines().map(String::strip).collect(Collectors.joining(" ")));
        return exit;
    }
}
