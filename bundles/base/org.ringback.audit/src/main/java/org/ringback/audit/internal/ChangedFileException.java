package org.ringback.audit.internal;

import java.io.IOException;

/** The latest file is not as the log left it: it is missing, or has another length. Nothing was written. */
final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException(String message) {
        super(message);
    }
}
