package org.ringback.audit.internal;

import java.util.Optional;

/**
 * Where the chain is: a line's number, and the MAC to which the next one is chained. Immutable.
 *
 * @param number of the last line; 0 before the first one
 * @param mac its MAC
 */
record Link(long number, String mac) {
    /** What a chain begins with. */
    static final String NONE = "0".repeat(AuditKey.HEX);

    /** Before the first line. */
    static final Link BEGIN = new Link(0, NONE);

    /** Reads a number as we write it: digits without zeros in front. */
    static Optional<Long> number(String text) {
        return text.matches("0|[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
