package org.ringback.updater.release;

import java.io.IOException;
import java.io.Serial;

/** Thrown if bytes are not what they should be, or not by whom; says which field, what it is and what was expected. */
public final class NotAcceptedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message field, value and what was expected
     */
    public NotAcceptedException(String message) {
        super(message);
    }
}
