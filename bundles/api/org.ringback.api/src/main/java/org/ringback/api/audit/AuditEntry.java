package org.ringback.api.audit;

/**
 * What is recorded of one act. Holds no password, code, string or key. Each text is cleaned and cut to its bound.
 * Immutable.
 *
 * @param what the kind of act in a word, for example {@code grant}; at most {@link #WORD} characters
 * @param who who did it: a person's name, an ID, {@code console} with the user of the process, or {@code this program};
 *     at most {@link #NAME} characters
 * @param object what it was done to; at most {@link #NAME} characters
 * @param from where it came from, for example an address or {@code local socket}; at most {@link #NAME} characters
 * @param outcome what came of it; at most {@link #TEXT} characters
 */
public record AuditEntry(String what, String who, String object, String from, String outcome) {
    /** Longest word, in characters. */
    public static final int WORD = 32;
    /** Longest name, in characters. */
    public static final int NAME = 128;
    /** Longest sentence, in characters. */
    public static final int TEXT = 400;

    /** {@code from} of what was asked at this program's own socket. */
    public static final String LOCAL_SOCKET = "local socket";

    /** {@code who} of what nobody asked for. */
    public static final String PROGRAM = "this program";

    /** Cleans the texts. */
    public AuditEntry {
        what = clean(what, WORD);
        who = clean(who, NAME);
        object = clean(object, NAME);
        from = clean(from, NAME);
        outcome = clean(outcome, TEXT);
    }

    /** {@return {@code who} of a local act: whoever may use this process's socket is its user} */
    public static String console() {
        return "console " + System.getProperty("user.name", "");
    }

    /** Anything that a terminal or an editor would not show as itself becomes a space; what is too long ends in …. */
    private static String clean(String text, int most) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(most + 1L).forEach(point -> clean.appendCodePoint(shown(point) ? point : ' '));
        String whole = clean.toString().strip();
        return whole.codePointCount(0, whole.length()) <= most
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static boolean shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
