package org.ringback.shell.internal;

/** Makes a text of others fit for a terminal. Stateless. */
final class Visible {
    private static final char SHOWN_INSTEAD = '\uFFFD';

    private Visible() {}

    /**
     * Replaces what would steer a terminal, or be shown as nothing.
     *
     * @param text any text
     * @return one line: tabs are spaces, every other sign that is not shown is the replacement character
     */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(point -> line.appendCodePoint(point == '\t' ? ' ' : isShown(point) ? point : SHOWN_INSTEAD));
        return line.toString();
    }

    private static boolean isShown(int point) {
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
