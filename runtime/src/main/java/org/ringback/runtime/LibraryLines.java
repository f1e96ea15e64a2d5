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
 * Takes what libraries print, and of what the log's library says of itself only the first line of each trace, and once what it
 * says again and again: for each line that a full disk does not take it prints a whole trace, and the one sentence that a person
 * needs was lost among them. All else, a log that goes to the console too, passes as it is. Thread-safe.
 */
final class LibraryLines extends OutputStream {
    /** How the log's library begins what it says of itself. */
    private static final String ITSELF = "org.ops4j.pax.logging.";

    private static final Pattern THROWABLE =
            Pattern.compile("\\t.*|Caused by: .*|[\\w.$]+\\.[\\w$]*(Exception|Error)\\b.*");

    /** So many lines are known again; after that they are told anew. */
    private static final int REMEMBERED = 256;
    /** What never ends is no line. */
    private static final int LONGEST = 64 * 1024;

    private final PrintStream to;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Set<String> told = new LinkedHashSet<>();
    private boolean ofItself;

    private LibraryLines(PrintStream to) {
        this.to = to;
    }

    /** {@return what to print to, so that this stream gets the lines} */
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
        String line = new String(bytes, StandardCharsets.ISO_8859_1); // each byte is kept, whatever the encoding
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

    /** A line that was not ended is one when the process ends. */
    @Override
    public synchronized void close() throws IOException {
        if (begun.size() > 0) {
            line();
        }
    }
}
