package org.ringback.updater.internal;

import java.io.Serial;

/** Thrown if another piece of work is under way: nothing is wrong with this one, which may be tried again. */
final class BusyException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
        super(message, null, false, false);
    }
}
