package org.ringback.api.control;

import java.io.Serial;

/**
 * Thrown if a command cannot be done; says why and what to do next, in words for the person who gave it. Has no stack
 * trace.
 */
public final class RefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what happened and what to do next
     */
    public RefusedException(String message) {
        super(message, null, false, false);
    }
}
