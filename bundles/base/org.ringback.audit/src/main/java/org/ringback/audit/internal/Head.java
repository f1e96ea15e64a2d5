package org.ringback.audit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the log is, in a file of its own: so lines that are missing at either end are noticed. Immutable.
 *
 * @param first the number of the first line that is kept
 * @param last the last line that was written, or an earlier one if the program was killed just then
 */
record Head(long first, Link last) {
    /** The file, below {@code HOME/state/}. */
    static final String FILE = "audit/head";

    private static final String KIND = "head";
    private static final Pattern NUMBERS = Pattern.compile("ringback-audit-head 1 ([0-9]+) ([0-9]+) ([0-9a-f]{64})");

    byte[] bytes(AuditKey key) {
        String text = "ringback-audit-head 1 " + first + ' ' + last.number() + ' ' + last.mac();
        return new Sealed(text, key.mac(KIND, "", text)).line().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the file; empty if it is missing, or this key did not make it. */
    static Optional<Head> read(AuditFiles files, AuditKey key) throws IOException {
        return files.read(FILE)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .flatMap(Sealed::read)
                .filter(line -> key.fits(line.mac(), KIND, "", line.text()))
                .flatMap(line -> of(line.text()));
    }

    private static Optional<Head> of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.matches()
                ? Link.number(numbers.group(1)).flatMap(first -> Link.number(numbers.group(2))
                        .map(last -> new Head(first, new Link(last, numbers.group(3)))))
                : Optional.empty();
    }
}
