package org.ringback.shell.internal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output of a command, in UTF-8, with the width of the terminal that takes it. As thread-safe as a
 * {@link PrintStream}.
 */
final class TerminalOutput extends PrintStream {
    /** The session variable with the number of columns. */
    static final String COLUMNS = "ringback.columns";

    /** The narrowest terminal that tables are made for; one that is narrower breaks their lines. */
    private static final int FEWEST = 40;

    private static final int MOST = 1_000;

    private final int columns;

    /**
     * Makes it.
     *
     * @param bytes takes the output
     * @param columns how many the terminal has; 0 if none takes it
     */
    TerminalOutput(OutputStream bytes, int columns) {
        super(bytes, true, StandardCharsets.UTF_8);
        this.columns = columns <= 0 ? 0 : Math.max(FEWEST, Math.min(MOST, columns));
    }

    /** {@return whether a terminal takes what is printed there} */
    static boolean isTerminal(PrintStream out) {
        return out instanceof TerminalOutput known && known.columns > 0;
    }

    /** {@return how many characters a line of what is printed there may have} */
    static int columnsOf(PrintStream out) {
        return out instanceof TerminalOutput known && known.columns > 0 ? known.columns : Table.WIDTH;
    }
}
