package org.ringback.shell.link;

import java.io.IOException;

/**
 * Output whose reader has enough of it and went away, as in {@code status | head -1}. What only shows has shown that much:
 * it ends without a word, as other tools do. Stateless.
 */
public final class ReaderGone {
    /** What a shell tells of a program that SIGPIPE ended. */
    public static final int EXIT = 128 + 13;

    private ReaderGone() {}

    /** {@return whether this is why output was not taken; Java tells it by words of the system's alone} */
    public static boolean is(IOException why) {
        return "Broken pipe".equals(why.getMessage());
    }
}
