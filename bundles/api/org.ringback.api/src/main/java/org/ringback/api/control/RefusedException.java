package org.ringback.api.control;

import java.io.Serial;

/** A command cannot be done, and why, and what to do next, in words for the person who gave it. No stack trace. */
public final class RefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message what happened and what to do next
     */
    public RefusedException(String message) {
        super(message, null, false, false);
    }
}
