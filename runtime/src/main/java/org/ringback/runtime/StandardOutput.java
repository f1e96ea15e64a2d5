package org.ringback.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.ReaderGone;
import org.ringback.shell.link.WatchedOutput;

/**
 * Standard output that reports failed writes, which {@link System#out} hides: a full disk behind {@code > FILE} must
 * not look like success. Thread-safe.
 */
final class StandardOutput extends WatchedOutput {
    private static @Nullable PrintStream kept;
    private static @Nullable PrintStream libraries;

    /**
     * Writes to another stream.
     *
     * @param out an unbuffered stream, so that a write fails at once
     */
    StandardOutput(OutputStream out) {
        super(out);
    }

    /** Makes the process's own, and lets {@link System#out} write to it. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(output.printer());
        return output;
    }

    /**
     * Reserves standard output for the result of a command, such as a piped conversation. From now on what libraries
     * print, and a log without a file, goes to standard error through {@link LibraryLines}.
     */
    static synchronized void keep() {
        if (kept == null) {
            kept = System.out;
            libraries = LibraryLines.before(System.err);
            System.setOut(libraries);
        }
    }

    /** Ends the reservation. */
    static synchronized void giveBack() {
        if (kept != null) {
            System.setOut(kept);
            kept = null;
        }
        if (libraries != null) {
            libraries.close(); // passes on an unfinished line; standard error stays open
            libraries = null;
        }
    }

    private static synchronized PrintStream own() {
        return Objects.requireNonNullElse(kept, System.out);
    }

    /** Prints at once; if that fails, the failure says why. */
    static void print(String text) throws Failure {
        PrintStream own = own();
        own.print(text);
        if (own.checkError()) {
            throw new Failure(
                    "standard output does not take what is printed (expected: a place that does); it is lost");
        }
    }

    PrintStream printer() {
        return new PrintStream(this, true, StandardError.encoding("stdout"));
    }

    /**
     * {@return the exit code of a command: if its output is lost, it has failed, and a line says so unless the reader
     * closed it}
     */
    int exit(int code, PrintStream err) {
        IOException why = lost();
        if (why == null || code != 0) {
            return code;
        }
        if (ReaderGone.is(why)) {
            return ExitCode.READER_GONE;
        }
        err.println("ringback: standard output: " + why.getMessage()
                + " (expected: a place that takes all of it); what was printed is lost");
        return ExitCode.FAILED;
    }
}
