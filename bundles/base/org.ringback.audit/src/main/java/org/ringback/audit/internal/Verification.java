package org.ringback.audit.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditCheck.Wrong;

/** Checks files of the log, one after the other, and whether the head knows of more. Used by one thread. */
final class Verification {
    /** The folder, below {@code HOME/state/}. */
    static final String FOLDER = "audit";

    private final AuditFiles files;
    private final AuditKey key;
    private final Optional<Head> head;
    private final Link known;
    private final List<Wrong> wrong = new ArrayList<>();
    private @Nullable FileCheck last;
    private String lastName = "";
    private int checked;
    private long lines;
    private final Set<String> acknowledged = new HashSet<>();
    private @Nullable Instant from;
    private @Nullable Instant to;

    /**
     * Begins a check.
     *
     * @param known the last line that the program that runs has written; {@link Link#BEGIN} if it wrote none
     */
    private Verification(AuditFiles files, AuditKey key, Link known) throws IOException {
        this.files = files;
        this.key = key;
        this.head = Head.read(files, key);
        this.known = known;
    }

    /** {@return the names of the log's files, the oldest first} */
    static List<String> names(AuditFiles files) throws IOException {
        return files.list(FOLDER).stream().filter(Header::isFile).toList();
    }

    /** Checks all of it. */
    static AuditCheck whole(AuditFiles files, AuditKey key, Link last) throws IOException {
        List<String> names = names(files);
        Verification all = begun(files, key, last, names);
        all.check(names);
        Map<Boolean, List<Wrong>> known = all.wrong.stream().collect(Collectors.partitioningBy(all::isAcknowledged));
        return new AuditCheck(
                all.checked,
                all.lines,
                Optional.ofNullable(all.from),
                Optional.ofNullable(all.to),
                known.getOrDefault(false, List.of()),
                known.getOrDefault(true, List.of()));
    }

    /** Begins a check of all files, one by one with {@link #file}. */
    static Verification begun(AuditFiles files, AuditKey key, Link known, List<String> names) throws IOException {
        Verification all = new Verification(files, key, known);
        if (!names.isEmpty()) {
            all.head
                    .map(Head::first)
                    .filter(first -> first < Header.first(names.get(0)))
                    .ifPresent(first -> all.wrong(Header.file(first), "is missing"));
        }
        return all;
    }

    /** Checks the latest file, and whether the head knows of more. */
    static Verification end(AuditFiles files, AuditKey key, Link known) throws IOException {
        List<String> names = names(files);
        Verification end = new Verification(files, key, known);
        end.check(names.subList(Math.max(0, names.size() - 1), names.size()));
        return end;
    }

    private void check(List<String> names) throws IOException {
        for (String name : names) {
            file(name, name.equals(names.get(names.size() - 1)));
        }
        if (head.isEmpty()) {
            wrong("head", "is missing, or was changed: nobody can tell whether lines at the end are missing");
        }
        if (head.isPresent() || known.number() > 0) {
            compare();
        }
    }

    /**
     * Checks the next file.
     *
     * @param latest whether a line at its end may be under way
     */
    void file(String name, boolean latest) throws IOException {
        byte[] bytes = files.read(FOLDER + '/' + name).orElse(new byte[0]);
        FileCheck check =
                new FileCheck(name, bytes, key, Optional.ofNullable(last).flatMap(FileCheck::last), known);
        check.missing().ifPresent(this::missing);
        check.wrong().ifPresent(wrong::add);
        if (check.wrong().isEmpty() && check.whole() != bytes.length && !latest) {
            wrong.add(new Wrong(FileCheck.SHOWN + name, check.fileLines() + 1, "ends before the line does", 0));
        }
        acknowledged.addAll(check.acknowledged());
        checked++;
        lines += check.lines();
        from = from == null ? check.from().orElse(null) : from;
        to = check.to().orElse(to);
        last = check;
        lastName = name;
    }

    private void compare() {
        long number = Math.max(head.map(one -> one.last().number()).orElse(0L), known.number());
        FileCheck end = last;
        if (end == null) {
            if (number > 0) {
                wrong(Header.file(head.map(Head::first).orElse(1L)), "is missing");
            }
            return;
        }
        if (end.last().map(Link::number).orElse(number) < number) {
            missing(number);
        }
    }

    /** Names the lines that are missing behind the last one that was found, up to a number. */
    private void missing(long number) {
        FileCheck end = last;
        if (end != null) {
            boolean several = end.last().map(Link::number).orElse(0L) + 1 < number;
            wrong.add(new Wrong(
                    FileCheck.SHOWN + lastName,
                    end.fileLines() + 1,
                    "is missing" + (several ? ", with those behind it" : "") + ": there were lines up to number "
                            + number,
                    0));
        }
    }

    private void wrong(String file, String what) {
        wrong.add(new Wrong(FileCheck.SHOWN + file, 0, what, 0));
    }

    /** Whether a line says so; of a head that is missing none does, as it may be missing again. */
    private boolean isAcknowledged(Wrong one) {
        return Header.isFile(name(one)) && acknowledged.contains(Acknowledgement.kept(one.text()));
    }

    private static String name(Wrong one) {
        return one.file().substring(FileCheck.SHOWN.length());
    }

    /** {@return what is wrong so far and no line so far acknowledges} */
    List<Wrong> unacknowledged() {
        return wrong.stream().filter(one -> !isAcknowledged(one)).toList();
    }

    /** {@return what is wrong so far, acknowledged or not; a copy} */
    List<Wrong> wrong() {
        return List.copyOf(wrong);
    }

    /** {@return the last file's check; empty if there is no file} */
    Optional<FileCheck> last() {
        return Optional.ofNullable(last);
    }

    /** {@return the number of the first line that is kept, as far as the head tells} */
    Optional<Long> first() {
        return head.map(Head::first);
    }

    /** {@return the greatest number that any line had, as far as is known} */
    long greatest() {
        long ofHead = head.map(one -> one.last().number()).orElse(0L);
        long ofFiles = last().flatMap(FileCheck::last).map(Link::number).orElse(0L);
        return Math.max(known.number(), Math.max(ofHead, ofFiles));
    }

    /** {@return whether something wrong is in a file that is kept if the first line that is kept is this one} */
    static boolean reaches(Wrong wrong, long first) {
        String name = name(wrong);
        return !Header.isFile(name) || Header.first(name) >= first;
    }
}
