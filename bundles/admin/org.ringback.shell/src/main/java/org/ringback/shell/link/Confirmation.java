package org.ringback.shell.link;

import java.util.List;

/**
 * How a command says that it does nothing without a person's word: it refuses, tells what would happen, and names the
 * option that is that word. Who gives the command at a terminal is asked, and the command is given again. Stateless.
 */
public final class Confirmation {
    /** The option that is the word. */
    public static final String YES = "--yes";

    /** The commands that may refuse so. */
    public static final List<String> COMMANDS = List.of("leave", "rename");

    private static final String EXPECTED = " (expected: " + YES + ", as ";

    private Confirmation() {}

    /**
     * Refuses.
     *
     * @param what would happen
     * @param reason why a person is asked, a clause
     * @return the one line that the command says
     */
    public static String wanted(String what, String reason) {
        return what + EXPECTED + reason + "); nothing was changed";
    }

    /**
     * Finds out what a person is to be asked.
     *
     * @param said what a command said on standard error
     * @return what would happen; empty if it did not ask for a word
     */
    public static String asked(String said) {
        int at = said.indexOf(EXPECTED);
        return at < 0 ? "" : said.substring(0, at);
    }
}
