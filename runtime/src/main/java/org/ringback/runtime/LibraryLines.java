package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes what libraries print: of a stack trace its first line, and of what is said again and again the first time. The log's
 * library prints the whole trace for each line that a full disk does not take, and the one sentence that a person needs was
 * lost among them. Thread-safe.
 */
final class LibraryLines extends OutputStream {
    /** So many lines are known again; after that they are told anew. */
    private static final int REMEMBERED = 256;
    /** What never ends is no line. */
    private static final int LONGEST = 64 * 1024;

    private final PrintStream to;
    private final Charset charset;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Set<String> told = new LinkedHashSet<>();

    private LibraryLines(PrintStream to, Charset charset) {
        this.to = to;
        this.charset = charset;
    }

    /** {@return what to print to, so that this stream gets the lines} */
    static PrintStream before(PrintStream to) {
        Charset charset = Charset.defaultCharset();
        return new PrintStream(new LibraryLines(to, charset), true, charset);
    }

    @Override
    public synchronized void write(int one) {
        if (one == '\n') {
            line();
            return;
        }
        begun.write(one);
        if (begun.size() >= LONGEST) {
            line();
        }
    }

    private void line() {
        String line = begun.toString(charset).stripTrailing();
        begun.reset();
        if (ofATrace(line) || !told.add(line)) {
            return;
        }
        if (told.size() > REMEMBERED) {
            told.clear();
        }
        to.println(line);
    }

    /** As {@link Throwable#printStackTrace()} writes them, behind the first. */
    private static boolean ofATrace(String line) {
        return line.startsWith("\tat ") || line.startsWith("\t... ") || line.startsWith("\tSuppressed: ");
    }

    /** A line that was not ended is one when the process ends. */
    @Override
    public synchronized void close() throws IOException {
        if (begun.size() > 0) {
            line();
        }
        to.flush();
    }
}
