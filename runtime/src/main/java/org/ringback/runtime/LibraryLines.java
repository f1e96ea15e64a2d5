package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Filters what libraries print. Of the logging library's messages about itself, passes on only the first line of each
 * stack trace, and repeated lines only once: for each line that a full disk refuses it prints a whole trace, among
 * which the one sentence that a person needs would be lost. Passes on everything else, such as a log to the console.
 * Thread-safe.
 */
final class LibraryLines extends OutputStream {
    /** How the logging library's messages about itself begin. */
    private static final String ITSELF = "org.ops4j.pax.logging.";

    private static final Pattern THROWABLE =
            Pattern.compile("\\t.*|Caused by: .*|[\\w.$]+\\.[\\w$]*(Exception|Error)\\b.*");

    /** How many lines are remembered as printed; then all are forgotten. */
    private static final int REMEMBERED = 256;
    /** Longest line, in bytes; a longer one is passed on in parts. */
    private static final int LONGEST = 64 * 1024;

    private final PrintStream to;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Set<String> told = new LinkedHashSet<>();
    private boolean ofItself;

    private LibraryLines(PrintStream to) {
        this.to = to;
    }

    /** {@return a stream that passes its lines through this filter} */
    static PrintStream before(PrintStream to) {
        return new PrintStream(new LibraryLines(to), true, Charset.defaultCharset());
    }

    @Override
    public synchronized void write(int one) {
        begun.write(one);
        if (one == '\n' || begun.size() >= LONGEST) {
            line();
        }
    }

    private void line() {
        byte[] bytes = begun.toByteArray();
        begun.reset();
        String line = new String(bytes, StandardCharsets.ISO_8859_1); // keeps each byte, whatever the encoding
        ofItself =
                line.startsWith(ITSELF) || (ofItself && THROWABLE.matcher(line).lookingAt());
        if (ofItself && (line.startsWith("\t") || !told.add(line.stripTrailing()))) {
            return;
        }
        if (told.size() > REMEMBERED) {
            told.clear();
        }
        to.write(bytes, 0, bytes.length);
        to.flush();
    }

    /** Passes on the last line even if it was not ended. */
    @Override
    public synchronized void close() throws IOException {
        if (begun.size() > 0) {
            line();
        }
    }
}
