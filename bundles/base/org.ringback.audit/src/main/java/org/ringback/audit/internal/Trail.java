package org.ringback.audit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ringback.api.audit.AuditCheck;
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
    private final List<String> notes;

    @GuardedBy("this")
    private final List<String> names;

    /** The number of the first line that is kept, as the head has it: the file may be missing. */
    @GuardedBy("this")
    private long first;

    @GuardedBy("this")
    private Link last;

    /** How many bytes of the latest file are whole lines that were acknowledged. */
    @GuardedBy("this")
    private long size;

    /** Whether a failure may have left more than {@link #size} bytes. */
    @GuardedBy("this")
    private boolean unsure;

    private volatile Optional<String> behind = Optional.empty();

    private Trail(AuditFiles files, int full, Beginning found) {
        this.files = files;
        this.full = full;
        this.key = found.key();
        this.notes = List.copyOf(found.notes());
        this.names = new ArrayList<>(found.names());
        this.first = found.first();
        this.last = found.last();
        this.size = found.size();
    }

    /**
     * Opens the log; makes it if there is none. Nothing that is wrong is overwritten.
     *
     * @param files does everything with files
     * @param random makes the key
     * @param clock tells when the log began anew, if it does
     * @param full from how many bytes on a new file begins
     * @throws IOException if it cannot be opened now
     */
    static Trail open(AuditFiles files, RandomGenerator random, InstantSource clock, int full) throws IOException {
        Beginning found = Beginning.find(files, random);
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
        files.append(latest(), bytes);
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
            for (String name : old) {
                files.delete(path(name));
                names.remove(name);
            }
            behind = Optional.empty();
        } catch (IOException e) {
            behind = Optional.of("audit: state/" + Head.FILE + " cannot be written: " + e.getMessage()
                    + " (expected: room, and a folder that this user may write): lines are recorded, and as long as this"
                    + " lasts nobody notices if the latest are cut off");
        }
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
        return Verification.whole(files, key);
    }

    /** {@return what its owner should know, in words} */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        behind.ifPresent(all::add);
        return all;
    }
}
