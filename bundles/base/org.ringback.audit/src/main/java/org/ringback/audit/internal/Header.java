package org.ringback.audit.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file: which line comes first, and what that is chained to. So a file can be checked when those
 * before it are gone. Immutable.
 *
 * @param before the last line before this file
 */
record Header(Link before) {
    private static final String KIND = "file";
    private static final String BEGIN = "ringback-audit 1 ";
    private static final Pattern FILE = Pattern.compile("[0-9]{12}\\.log");
    private static final Pattern NUMBERS = Pattern.compile(BEGIN + "([0-9]+) ([0-9a-f]{64})");

    /** {@return the name of the file that begins with a line} */
    static String file(long first) {
        return String.format("%012d.log", first);
    }

    static boolean isFile(String name) {
        return FILE.matcher(name).matches();
    }

    /** {@return the number of a file's first line, by its name} */
    static long first(String file) {
        return Long.parseLong(file.substring(0, file.indexOf('.')));
    }

    String line(AuditKey key) {
        String text = BEGIN + (before.number() + 1) + ' ' + before.mac();
        return new Sealed(text, key.mac(KIND, "", text)).line();
    }

    /** Reads a first line; empty if this key did not make it. */
    static Optional<Header> read(String line, AuditKey key) {
        return Sealed.read(line)
                .filter(found -> key.fits(found.mac(), KIND, "", found.text()))
                .flatMap(found -> {
                    Matcher numbers = NUMBERS.matcher(found.text());
                    return numbers.matches()
                            ? Link.number(numbers.group(1))
                                    .map(first -> new Header(new Link(first - 1, numbers.group(2))))
                            : Optional.empty();
                });
    }
}
