package org.ringback.shell.link;

/** Quotes words for Gogo. Stateless. */
public final class Quoting {
    /** The characters that need no quoting in a command. */
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/,-";

    private Quoting() {}

    /**
     * Quotes a word so that Gogo reads it as it is.
     *
     * @param word the word
     * @return the same, if it needs no quotes
     */
    public static String quoted(String word) {
        // Between single quotes every character is itself, a backslash too; only the quote itself stands outside of
        // them.
        return isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(String word) {
        for (int at = 0; at < word.length(); at++) {
            if (PLAIN.indexOf(word.charAt(at)) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
