package org.ringback.audit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditCheck.Wrong;
import org.ringback.api.audit.AuditLine;

/**
 * The log's files: adds lines, begins a new file when one is full, and keeps the latest few. A line is on disk when
 * {@link #append} returns. Thread-safe; a check of everything holds writing up for as long as it takes.
 */
final class Trail {
    /** From how many bytes on the next line begins a new file. */
    static final int FULL = 4 << 20;
    /** How many files are kept. */
    static final int KEPT = 8;

    private final AuditFiles files;
    private final AuditKey key;
    private final int full;
    private volatile List<String> notes;

    @GuardedBy("this")
    private final List<String> names;

    /** The number of the first line that is kept, as the head has it: the file may be missing. */
    private volatile long first;

    @GuardedBy("this")
    private Link last;

    /** How many bytes of the latest file are whole lines that were acknowledged. */
    @GuardedBy("this")
    private long size;

    /** Whether a failure may have left more than {@link #size} bytes. */
    @GuardedBy("this")
    private boolean unsure;

    /** What could not be done behind the lines, in words. */
    private volatile List<String> behind = List.of();

    /** Files that were there as the log was opened, and are not checked yet, the oldest first. */
    @GuardedBy("this")
    private final Deque<String> unchecked;

    @GuardedBy("this")
    private @Nullable Verification check;

    /** What the check of those files found, once it is over. */
    private volatile List<Wrong> found = List.of();

    private Trail(AuditFiles files, int full, Beginning found) {
        this.files = files;
        this.full = full;
        this.key = found.key();
        this.notes = List.copyOf(found.notes());
        this.names = new ArrayList<>(found.names());
        this.first = found.first();
        this.last = found.last();
        this.size = found.size();
        // If the log began anew, the notes say what is wrong already.
        this.unchecked = new ArrayDeque<>(found.anew().isEmpty() ? found.names() : List.of());
    }

    /**
     * Opens the log; makes it if there is none. Nothing that is wrong is overwritten.
     *
     * @param files does everything with files
     * @param random makes the key
     * @param clock tells when the log began anew, if it does
     * @param full from how many bytes on a new file begins
     * @param known the last line that this program wrote before; {@link Link#BEGIN} if it wrote none
     * @throws IOException if it cannot be opened now
     */
    static Trail open(AuditFiles files, RandomGenerator random, InstantSource clock, int full, Link known)
            throws IOException {
        Beginning found = Beginning.find(files, random, known);
        Trail trail = new Trail(files, full, found);
        if (found.anew().isPresent()) {
            trail.append(List.of(
                    Act.ofTheLog(clock.instant(), "began anew: " + found.anew().get())));
        }
        return trail;
    }

    /**
     * Adds lines, all or none.
     *
     * @param acts what they say
     * @throws ChangedFileException if somebody changed the latest file: nothing more can be added, and the log is to be
     *     opened anew
     * @throws IOException if they are not on the disk; they may be given again
     */
    synchronized void append(List<Act> acts) throws IOException {
        if (unsure) {
            files.cut(latest(), size);
            unsure = false;
        }
        if (size >= full) {
            rotate();
        }
        Link end = last;
        StringBuilder lines = new StringBuilder();
        for (Act act : acts) {
            String text = EntryText.of(new AuditLine(end.number() + 1, act.when(), act.entry()));
            Sealed signed = new Sealed(text, key.mac("line", end.mac(), text));
            lines.append(signed.line());
            end = new Link(end.number() + 1, signed.mac());
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        unsure = true;
        try {
            files.append(latest(), size, bytes);
        } catch (ChangedFileException e) {
            unsure = false; // nothing of ours to be cut away
            throw e;
        }
        unsure = false;
        size += bytes.length;
        last = end;
        tidy();
    }

    @GuardedBy("this")
    private String latest() {
        return path(names.get(names.size() - 1));
    }

    private static String path(String name) {
        return Verification.FOLDER + '/' + name;
    }

    @GuardedBy("this")
    private void rotate() throws IOException {
        String name = Header.file(last.number() + 1);
        byte[] header = new Header(last).line(key).getBytes(StandardCharsets.UTF_8);
        files.replace(path(name), header);
        names.add(name);
        size = header.length;
    }

    /** Notes in the head how long the log is, then drops what is too old; the lines are on disk whatever fails here. */
    @GuardedBy("this")
    private void tidy() {
        List<String> old = List.copyOf(names.subList(0, Math.max(0, names.size() - KEPT)));
        long kept = old.isEmpty() ? first : Header.first(names.get(old.size()));
        try {
            files.replace(Head.FILE, new Head(kept, last).bytes(key));
            first = kept;
        } catch (IOException | RuntimeException e) { // the lines are there: whoever gave them must not give them again
            behind = List.of("audit: state/" + Head.FILE + " cannot be written: " + e.getMessage()
                    + " (expected: room, and a folder that this user may write): lines are recorded, and as long as this"
                    + " lasts nobody notices after a restart if the latest are cut off");
            return;
        }
        behind = drop(old);
    }

    /** {@return whether something behind the lines could not be done, as on a full disk, and is to be tried again} */
    boolean isBehind() {
        return !behind.isEmpty();
    }

    /** Tries that again; what can be done now is told no more. */
    synchronized void catchUp() {
        if (isBehind()) {
            tidy();
        }
    }

    /** Drops files; returns what is to be told. */
    @GuardedBy("this")
    private List<String> drop(List<String> old) {
        for (String name : old) {
            try {
                files.delete(path(name));
            } catch (IOException | RuntimeException e) {
                return List.of("audit: state/" + path(name) + " is to go, and cannot be deleted: " + e.getMessage()
                        + " (expected: a file that this user may delete): lines are recorded, and it is tried again every"
                        + " few seconds");
            }
            names.remove(name);
        }
        return List.of();
    }

    /** {@return lines with smaller numbers, the latest first} */
    synchronized List<AuditLine> latest(long before, int limit) throws IOException {
        List<AuditLine> found = new ArrayList<>();
        for (int at = names.size() - 1; at >= 0 && found.size() < limit; at--) {
            if (Header.first(names.get(at)) < before) {
                String[] lines = new String(files.read(path(names.get(at))).orElse(new byte[0]), StandardCharsets.UTF_8)
                        .split("\n", -1);
                for (int line = lines.length - 1; line > 0 && found.size() < limit; line--) {
                    Sealed.read(lines[line])
                            .flatMap(signed -> EntryText.read(signed.text()))
                            .filter(one -> one.number() < before)
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** {@return what is wrong, or how much is good} */
    synchronized AuditCheck verify() throws IOException {
        return Verification.whole(files, key, last);
    }

    /**
     * Checks the next one of the files that were there as the log was opened, if the latest one was good then; what is
     * wrong is a note from then on.
     *
     * @return whether one is left
     * @throws IOException if it cannot be read; then none is checked any more
     */
    synchronized boolean checkNext() throws IOException {
        String name = unchecked.poll();
        if (name == null) {
            return false;
        }
        if (names.contains(name)) {
            Verification all = check == null ? Verification.begun(files, key, last, names) : check;
            check = all;
            try {
                all.file(name, name.equals(names.get(names.size() - 1)));
            } catch (IOException | RuntimeException e) {
                unchecked.clear(); // what follows would be missed for it
                publish();
                throw e;
            }
        }
        if (unchecked.isEmpty()) {
            publish();
        }
        return !unchecked.isEmpty();
    }

    /** An acknowledgement is in a later file than the damage: nothing is told before all are checked. */
    @GuardedBy("this")
    private void publish() {
        Verification all = check;
        found = all == null ? List.of() : all.unacknowledged();
    }

    /** {@return what is wrong and was not acknowledged, in words: in the files, and what the opening noted else} */
    synchronized List<String> unacknowledged() throws IOException {
        List<String> all =
                new ArrayList<>(verify().wrong().stream().map(Wrong::text).toList());
        notes.stream().filter(note -> all.stream().noneMatch(note::contains)).forEach(all::add);
        return all;
    }

    /** Tells no more what {@link #unacknowledged} gave, once lines acknowledge it: that was of all files. */
    synchronized void acknowledged(List<String> damages) {
        unchecked.clear();
        notes = notes.stream()
                .filter(note -> damages.stream().noneMatch(note::contains))
                .toList();
        found = found.stream().filter(one -> !damages.contains(one.text())).toList();
    }

    /** {@return the last line} */
    synchronized Link last() {
        return last;
    }

    /** {@return what its owner should know, in words} */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        stillWrong().ifPresent(all::add);
        all.addAll(behind);
        return all;
    }

    /** What the check of all files found, as long as a file is kept in which something is wrong. */
    private Optional<String> stillWrong() {
        List<Wrong> all = found;
        if (all.isEmpty()) {
            return Optional.empty();
        }
        long from = first;
        List<Wrong> still =
                all.stream().filter(wrong -> Verification.reaches(wrong, from)).toList();
        return still.stream()
                .findFirst()
                .map(wrong -> "audit: " + wrong.text() + (still.size() > 1 ? ", and more" : "")
                        + "; next: keep a copy of HOME/state/audit, look at 'audit verify', then 'clear-alarm --audit'; this is"
                        + " told until then, or until that file is the oldest and goes");
    }
}
