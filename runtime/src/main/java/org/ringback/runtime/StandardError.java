package org.ringback.runtime;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Standard error of this process, where what people are told goes. At a terminal a line that is longer than that goes on
 * in the next one, from a whole word on; in a file or a pipe it stays one line. Thread-safe.
 */
final class StandardError {
    /** How wide the terminal is that takes standard error; set by {@code bin/ringback} if one does. */
    private static final String COLUMNS = "ringback.error.columns";

    private static volatile @Nullable WrappedLines wrapped;

    private StandardError() {}

    /** Lets {@link System#err} write so, if a terminal takes it. */
    static void install() {
        int columns = Integer.getInteger(COLUMNS, 0);
        if (columns > 0) {
            System.setErr(wrapping(System.err, columns));
        }
    }

    /**
     * Makes a stream that does so.
     *
     * @param to takes the lines
     * @param columns how many a line has
     */
    static PrintStream wrapping(OutputStream to, int columns) {
        WrappedLines lines = new WrappedLines(to, columns);
        wrapped = lines;
        return new PrintStream(lines, true, encoding("stderr"));
    }

    /**
     * The encoding that Java chooses for one of its two streams; newer Javas have the first of these properties.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    static Charset encoding(String stream) {
        String[] properties = {stream + ".encoding", "sun." + stream + ".encoding", "native.encoding"};
        for (String property : properties) {
            String name = System.getProperty(property);
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return Charset.defaultCharset();
    }

    /** The terminal has another width from now on; 0 if that is not known. */
    static void resized(int columns) {
        WrappedLines lines = wrapped;
        if (lines != null && columns > 0) {
            lines.resized(columns);
        }
    }
}
