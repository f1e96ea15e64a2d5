package org.ringback.shell.link;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown if a command was not begun and none of its standard input was read: it may be tried again. */
public class NotTakenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotTakenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
