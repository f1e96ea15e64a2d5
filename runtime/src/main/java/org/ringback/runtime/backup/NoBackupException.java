package org.ringback.runtime.backup;

import java.io.IOException;
import java.io.Serial;

/** Thrown if what should be a backup is none, or is not whole; the message says why, in words. */
public final class NoBackupException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    NoBackupException(String why) {
        super(why);
    }
}
