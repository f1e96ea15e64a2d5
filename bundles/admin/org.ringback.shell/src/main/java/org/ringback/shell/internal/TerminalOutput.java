package org.ringback.shell.internal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or error of a command, in UTF-8, with the width of the terminal that takes it. As thread-safe as a
 * {@link PrintStream}.
 */
final class TerminalOutput extends PrintStream {
    /** The session variable with the number of columns. */
    static final String COLUMNS = "ringback.columns";

    /** The narrowest terminal that tables are made for; one that is narrower breaks their lines. */
    private static final int FEWEST = 40;

    private static final int MOST = 1_000;

    /** How much further in a line goes on. */
    private static final int FURTHER = 2;

    private static final int DEEPEST = 20;

    private final int columns;
    private final boolean terminal;

    private TerminalOutput(OutputStream bytes, int columns, boolean terminal) {
        super(bytes, true, StandardCharsets.UTF_8);
        this.columns = columns;
        this.terminal = terminal;
    }

    /**
     * Makes standard output of a caller.
     *
     * @param bytes takes the output
     * @param columns how many the terminal has; 0 if none takes it
     */
    static TerminalOutput of(OutputStream bytes, int columns) {
        return new TerminalOutput(bytes, width(columns), columns > 0);
    }

    /** Makes standard error of a caller, who knows whether a terminal takes it, and ends its lines there. */
    static TerminalOutput ofErrors(OutputStream bytes, int columns) {
        return new TerminalOutput(bytes, width(columns), false);
    }

    private static int width(int columns) {
        return columns <= 0 ? Table.WIDTH : Math.max(FEWEST, Math.min(MOST, columns));
    }

    /** Makes the output of a command that another one reads, or a file: there a row of a table is a line. */
    static TerminalOutput ofPipe(OutputStream bytes) {
        return new TerminalOutput(bytes, Integer.MAX_VALUE, false);
    }

    /** {@return whether a terminal takes what is printed there} */
    static boolean isTerminal(PrintStream out) {
        return out instanceof TerminalOutput known && known.terminal;
    }

    /** {@return how many characters a line of what is printed there may have} */
    static int columnsOf(PrintStream out) {
        return out instanceof TerminalOutput known ? known.columns : Table.WIDTH;
    }

    /** Prints a line; on a terminal one that is longer goes on in the next one, from a whole word on. */
    @Override
    public void println(@Nullable String text) {
        String rest = String.valueOf(text);
        if (terminal && rest.indexOf('\n') < 0) {
            String indent = " "
                    .repeat(Math.min(
                            DEEPEST, rest.length() - rest.stripLeading().length() + FURTHER));
            for (int at = end(rest); at > 0; at = end(rest)) {
                super.println(rest.substring(0, at));
                rest = indent + rest.substring(at).strip();
            }
        }
        super.println(rest);
    }

    /** Where a line ends that is too long; 0 if it is not, or has no place to end. */
    private int end(String line) {
        if (line.length() <= columns) {
            return 0;
        }
        int at = line.lastIndexOf(' ', columns);
        return at > 0 && !line.substring(0, at).isBlank() ? at : 0;
    }
}
