package org.ringback.audit.internal;

import java.util.Optional;

/**
 * A text and the MAC behind it, with a space between: the form of every line of the log. Immutable.
 *
 * @param text the line without its MAC
 * @param mac 64 hexadecimal digits
 */
record Sealed(String text, String mac) {
    /** Splits a line; empty if it has not the form. */
    static Optional<Sealed> read(String line) {
        int text = line.length() - AuditKey.HEX - 1;
        if (text < 1 || line.charAt(text) != ' ') {
            return Optional.empty();
        }
        String mac = line.substring(text + 1);
        return mac.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
                ? Optional.of(new Sealed(line.substring(0, text), mac))
                : Optional.empty();
    }

    /** {@return the line, with its end} */
    String line() {
        return text + ' ' + mac + '\n';
    }
}
