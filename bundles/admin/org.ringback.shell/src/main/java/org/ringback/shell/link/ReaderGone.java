package org.ringback.shell.link;

import java.io.IOException;

/**
 * Recognises output whose reader closed it, as in {@code status | head -1}. A command that only shows something then
 * ends without a message, as other tools do. Stateless.
 */
public final class ReaderGone {
    /** The exit code of a program that SIGPIPE ended. */
    public static final int EXIT = 128 + 13;

    private ReaderGone() {}

    /** {@return whether this exception means that; Java gives only the system's message for it} */
    public static boolean is(IOException why) {
        return "Broken pipe".equals(why.getMessage());
    }
}
