package org.ringback.call.core;

import java.io.IOException;

/** Thrown if no more conversations may be opened until others end. */
public final class NoPlaceException extends IOException {
    private static final long serialVersionUID = 1;

    NoPlaceException(String message) {
        super(message);
    }
}
