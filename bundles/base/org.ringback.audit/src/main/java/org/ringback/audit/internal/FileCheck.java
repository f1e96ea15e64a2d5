package org.ringback.audit.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.audit.AuditCheck.Wrong;
import org.ringback.api.audit.AuditLine;

/**
 * Checks one file line by line: each has the next number, and the MAC that the line before it demands. After a line that
 * is wrong it goes on from what that line says, so that the good ones behind it count; only the first wrong one is
 * named. Used by one thread.
 */
final class FileCheck {
    /** Where the files are, as a person finds them below the home. */
    static final String SHOWN = "state/audit/";

    private final String name;
    private final AuditKey key;
    private final Link known;
    private Optional<Link> before;
    private int line;
    private long lines;
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private Optional<Wrong> wrong = Optional.empty();
    private int wrongLines;
    private final Set<String> acknowledged = new HashSet<>();
    private Optional<Long> missing = Optional.empty();
    private int whole;

    /**
     * Checks a file.
     *
     * @param name its name
     * @param bytes all of it
     * @param key made the MACs
     * @param before the last line of the file before; empty if that is not known
     * @param known a line of which the MAC is known
     */
    FileCheck(String name, byte[] bytes, AuditKey key, Optional<Link> before, Link known) {
        this.name = name;
        this.key = key;
        this.known = known;
        this.before = before;
        int begin = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                line++;
                String text = new String(bytes, begin, at - begin, StandardCharsets.UTF_8);
                if (line == 1) {
                    header(text);
                } else {
                    entry(text);
                }
                begin = at + 1;
            }
        }
        whole = begin;
        if (line == 0) {
            line = 1;
            wrong("is no beginning of a file");
            line = 0;
        }
    }

    private void header(String text) {
        Optional<Header> header = Header.read(text, key);
        if (header.isEmpty()) {
            wrong("is no beginning of a file that this key made: it was changed, or the key was");
            return;
        }
        Link says = header.get().before();
        if (Header.first(name) != says.number() + 1) {
            wrong("begins the file " + Header.file(says.number() + 1) + ": the file got another name");
        } else if (before.isPresent() && before.get().number() < says.number()) {
            missing = Optional.of(says.number());
        } else if (before.isPresent() && !before.get().equals(says)) {
            wrong("does not follow on line number " + before.get().number()
                    + ": the log began anew here, and says why in the next line, or lines were exchanged");
        }
        before = Optional.of(says);
    }

    private void entry(String text) {
        Optional<Sealed> signed = Sealed.read(text);
        Optional<Long> number = signed.flatMap(one -> EntryText.number(one.text()));
        if (signed.isEmpty() || number.isEmpty()) {
            wrong("is no line of the log");
            before = before.map(link -> new Link(link.number() + 1, Link.NONE));
            return;
        }
        judge(signed.get(), number.get());
        before = Optional.of(new Link(number.get(), signed.get().mac()));
    }

    private void judge(Sealed signed, long number) {
        Optional<Long> expected = before.map(link -> link.number() + 1);
        if (expected.isPresent() && number != expected.get()) {
            wrong("has number " + number + " (expected: " + expected.get() + "): "
                    + (number > expected.get() ? "lines before it are missing" : "it stood elsewhere, or twice"));
            return;
        }
        if (before.isEmpty() || !key.fits(signed.mac(), "line", before.get().mac(), signed.text())) {
            wrong("number " + number + ": was changed, or the line before it was");
            return;
        }
        if (number == known.number()
                && !known.mac().equals(Link.NONE)
                && !known.mac().equals(signed.mac())) {
            wrong("number " + number + ": is of another history of this log, such as a copy of before");
            return;
        }
        lines++;
        Optional<AuditLine> read = EntryText.read(signed.text());
        Optional<Instant> when = read.map(AuditLine::when);
        read.map(AuditLine::entry).flatMap(Acknowledgement::read).ifPresent(acknowledged::add);
        from = from.or(() -> when);
        to = when.or(() -> to);
    }

    private void wrong(String what) {
        wrongLines++;
        wrong = wrong.or(() -> Optional.of(new Wrong(SHOWN + name, line, what, 0)));
    }

    /** {@return how many entries are good} */
    long lines() {
        return lines;
    }

    Optional<Instant> from() {
        return from;
    }

    Optional<Instant> to() {
        return to;
    }

    /** {@return the first line that is wrong, and how many more are} */
    Optional<Wrong> wrong() {
        return wrong.map(first -> new Wrong(first.file(), first.line(), first.what(), wrongLines - 1));
    }

    /** {@return the damages that good lines of this file acknowledge} */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** {@return up to which number lines are missing at the end of the file before; empty if none are} */
    Optional<Long> missing() {
        return missing;
    }

    /** {@return the last line; empty if none can be read} */
    Optional<Link> last() {
        return before;
    }

    /** {@return how many whole lines the file has, with its beginning} */
    int fileLines() {
        return line;
    }

    /** {@return how many bytes the whole lines take: what is behind them was cut by the end of a program} */
    int whole() {
        return whole;
    }
}
