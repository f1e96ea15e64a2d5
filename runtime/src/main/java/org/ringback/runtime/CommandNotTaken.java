package org.ringback.runtime;

import java.io.Serial;

/**
 * Thrown if a running process did not begin a command because it is ending: the command may be tried again elsewhere.
 */
final class CommandNotTaken extends Failure {
    @Serial
    private static final long serialVersionUID = 1L;

    CommandNotTaken(String message, Throwable cause) {
        super(message, cause);
    }
}
