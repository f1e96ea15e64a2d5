package org.ringback.runtime.backup;

import java.io.IOException;
import java.io.Serial;

/** Thrown if what should be a backup is none, or is not whole; the message says why, in words. */
public final class NoBackupException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 200;

    NoBackupException(String why) {
        super(why);
    }

    /** {@return a text of the file as a person may see it: nothing that steers a terminal, and not too much} */
    static String plain(String text) {
        return text.substring(0, Math.min(text.length(), SHOWN)).replaceAll("\\p{Cntrl}|\\p{Cf}|\\p{Zl}|\\p{Zp}", "?");
    }
}
