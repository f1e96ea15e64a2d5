package org.ringback.api;

import java.util.Locale;

/** Makes the exceptions with which values refuse bad input: {@code field: value (expected: …)}. Stateless. */
final class Checks {
    private static final int SHOWN = 80;

    private Checks() {}

    static IllegalArgumentException bad(String field, Object value, String expected) {
        return new IllegalArgumentException(field + ": " + shown(value) + " (expected: " + expected + ")");
    }

    /** The value for a message: cut short, and without control characters, which hostile input could contain. */
    private static String shown(Object value) {
        String text = String.valueOf(value);
        StringBuilder safe = new StringBuilder("'");
        for (int i = 0; i < text.length() && i < SHOWN; i++) {
            char c = text.charAt(i);
            boolean plain = (c >= ' ' && c < 0x7F) || Character.isLetterOrDigit(c);
            safe.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return safe.append(text.length() > SHOWN ? "…'" : "'").toString();
    }
}
