package org.ringback.call.core;

import java.io.IOException;

/** No more conversations may be open for now: others must end first. */
public final class NoPlaceException extends IOException {
    private static final long serialVersionUID = 1;

    NoPlaceException(String message) {
        super(message);
    }
}
