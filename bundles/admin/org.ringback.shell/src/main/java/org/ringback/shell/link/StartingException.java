package org.ringback.shell.link;

import java.io.Serial;

/**
 * Thrown if a command was not begun, and none of its standard input was read, as the program has not finished starting:
 * it may be given again soon. The message says what does not run yet.
 */
public final class StartingException extends NotTakenException {
    /** The exit code of a command that such a program did not take. */
    public static final int EXIT = 5;

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes it.
     *
     * @param message what does not run yet, in words
     */
    public StartingException(String message) {
        super(message, null);
    }
}
