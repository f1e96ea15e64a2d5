package org.ringback.runtime;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.ReaderGone;
import org.ringback.shell.link.WatchedOutput;

/**
 * Standard output that tells what it could not take, as {@link System#out} does not: a full disk behind {@code > FILE}
 * must not look like success. Thread-safe.
 */
final class StandardOutput extends WatchedOutput {
    private static @Nullable PrintStream kept;
    private static @Nullable PrintStream libraries;

    /**
     * Writes to another stream.
     *
     * @param out unbuffered: what it cannot take it must say at once
     */
    StandardOutput(OutputStream out) {
        super(out);
    }

    /** The process's own; from now on {@link System#out} writes to it. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(output.printer());
        return output;
    }

    /**
     * Keeps it for what was asked for, a conversation in a pipe for example. What libraries print, the log where it has no
     * file as well, goes to standard error from now on; {@link LibraryLines} says what is left out.
     */
    static synchronized void keep() {
        if (kept == null) {
            kept = System.out;
            libraries = LibraryLines.before(System.err);
            System.setOut(libraries);
        }
    }

    /** Lets everybody have it again. */
    static synchronized void giveBack() {
        if (kept != null) {
            System.setOut(kept);
            kept = null;
        }
        if (libraries != null) {
            libraries.close(); // tells a line that was not ended; standard error stays open
            libraries = null;
        }
    }

    private static synchronized PrintStream own() {
        return Objects.requireNonNullElse(kept, System.out);
    }

    /** Prints for this process, at once, and fails in words. */
    static void print(String text) throws Failure {
        PrintStream own = own();
        own.print(text);
        if (own.checkError()) {
            throw new Failure(
                    "standard output does not take what is printed (expected: a place that does); it is lost");
        }
    }

    PrintStream printer() {
        return new PrintStream(this, true, encoding());
    }

    /** As Java would have chosen for {@link System#out}; newer Javas name it in the first of these. */
    private static Charset encoding() {
        return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
    }

    /** {@return the exit code of a command: one whose output is lost has failed, and says so, unless its reader went away} */
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
