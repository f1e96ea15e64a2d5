package org.ringback.runtime;

import java.io.Serial;

/** The launcher cannot go on, and says to the person why and what to do next. No stack trace is shown. */
final class Failure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
