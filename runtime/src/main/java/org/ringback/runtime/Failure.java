package org.ringback.runtime;

import java.io.Serial;

/**
 * Thrown if the launcher cannot go on; the message says to the person why, and what to do next. No stack trace is
 * shown.
 */
class Failure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exit;

    private Failure(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    Failure(String message) {
        this(ExitCode.FAILED, message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
        this.exit = ExitCode.FAILED;
    }

    /** The command line is wrong. */
    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    /** The program cannot do its work: an address is in use, or a configuration is wrong. */
    static Failure notStarted(String message) {
        return new Failure(ExitCode.NOT_STARTED, message);
    }

    /** The program has not finished starting, and did not take the command. */
    static Failure starting(String message) {
        return new Failure(ExitCode.STARTING, message);
    }

    final int exit() {
        return exit;
    }
}
