package org.ringback.store.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/**
 * What was written for good (revocations, passwords, withdrawals), and by which commit: on disk before that commit is.
 * Whatever happens to the data, it is done over them. Not thread-safe.
 */
final class LastingLog implements AutoCloseable {
    /** Of more records than that those are looked for that are needed no more. */
    static final int MANY = 4_096;
    /** A file up to so long, in bytes, is written anew only because of what is no secret any more. */
    static final int LONG = 1 << 20;

    private final Medium medium;
    private final Path path;
    private final LastingFormat format;
    private @Nullable FileChannel file;
    /** What was written last, by the record's ID. */
    private final Map<String, LastingFormat.Entry> entries = new LinkedHashMap<>();
    /** What the last append took the place of. */
    private final Map<String, Optional<LastingFormat.Entry>> before = new HashMap<>();

    private long floor;
    private long end;
    private long endBefore;
    /** How many records of the file others took the place of. */
    private int superseded;

    private int supersededBefore;
    /** How long it was when it was last written anew, or that was tried. */
    private long fresh;

    private boolean damaged;

    LastingLog(StoreSite site, Keys keys) {
        this.medium = site.medium();
        this.path = site.places().lasting();
        this.format = new LastingFormat(keys, site.random());
        damaged = !medium.exists(path);
        if (!damaged) {
            open();
        }
    }

    private void open() {
        try {
            FileChannel opened = medium.open(path);
            file = opened;
            read(Bytes.read(opened, 0, (int) Math.min(opened.size(), Integer.MAX_VALUE)));
        } catch (IOException e) {
            // whatever is there instead of a log
            damaged = true;
        }
    }

    /** What is not whole at the end was being written when the power failed: nobody was told of it. */
    private void read(byte[] log) {
        int at = 0;
        while (at < log.length) {
            LastingFormat.Found found = format.read(log, at);
            if (found == null) {
                at += LastingFormat.STEP;
                continue;
            }
            // what is missing before it is no torn end
            damaged |= at > end || (end == 0 && found.floor().isEmpty());
            found.floor().ifPresent(number -> floor = Math.max(floor, number));
            superseded += (int) found.entries().keySet().stream()
                    .filter(entries::containsKey)
                    .count();
            found.entries().forEach(this::take);
            at += found.length();
            end = at;
        }
        damaged |= end == 0;
        supersededBefore = superseded;
    }

    private void take(String id, LastingFormat.Entry entry) {
        entries.merge(id, entry, (known, other) -> other.number() >= known.number() ? other : known);
    }

    /** {@return whether it is missing, or something in it cannot be read other than a torn end} */
    boolean damaged() {
        return damaged;
    }

    /**
     * Whether it says all that was written for good after a commit.
     *
     * @param number the commit
     * @param reach up to which commit the log is known to have been
     */
    boolean tellsSince(long number, long reach) {
        return !damaged && floor <= number && reach <= reach();
    }

    /** {@return the commit up to which writes may have been forgotten: of older data nothing can be said} */
    long floor() {
        return floor;
    }

    /** {@return up to which commit it is} */
    long reach() {
        return Math.max(floor, newest());
    }

    /** {@return how many records were written for good} */
    int size() {
        return entries.size();
    }

    /** {@return whether records in it were written again since, as a password that was changed} */
    boolean superseded() {
        return superseded > 0;
    }

    /** {@return whether the file is long, and mostly of records that were written again since} */
    boolean wasteful() {
        return superseded > 0 && end > LONG && end > 2 * fresh;
    }

    /** {@return the highest number in the log} */
    long newest() {
        return entries.values().stream()
                .mapToLong(LastingFormat.Entry::number)
                .max()
                .orElse(0);
    }

    /** {@return what was written for good after a commit, by the record's ID} */
    Map<String, LastingFormat.Entry> after(long number) {
        Map<String, LastingFormat.Entry> later = new LinkedHashMap<>(entries);
        later.values().removeIf(entry -> entry.number() <= number);
        return later;
    }

    /** Notes what a commit is about to write, and brings that to disk. */
    void append(List<Change> changes, long number) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(format.kept(changes, number));
        before.clear();
        endBefore = end;
        FileChannel opened = opened();
        end += bytes.limit();
        Bytes.write(opened, bytes, endBefore);
        opened.force(true);
        for (Change change : changes) {
            String id = LastingFormat.id(change);
            Optional<LastingFormat.Entry> known =
                    Optional.ofNullable(entries.put(id, new LastingFormat.Entry(number, Optional.of(change))));
            before.putIfAbsent(id, known);
            superseded += known.isPresent() ? 1 : 0;
        }
    }

    private FileChannel opened() throws IOException {
        if (file == null) {
            throw new IOException("file: " + path + " is missing");
        }
        return file;
    }

    /** What was appended last came to nothing. */
    void withdraw() throws IOException {
        before.forEach((id, known) -> known.ifPresentOrElse(entry -> entries.put(id, entry), () -> entries.remove(id)));
        before.clear();
        superseded = supersededBefore;
        if (endBefore < end && file != null) {
            // whether or not it can be cut off now: the next append takes its place
            end = endBefore;
            opened().truncate(endBefore);
            opened().force(true);
        }
    }

    /** What was appended last is acknowledged. */
    void keep() {
        before.clear();
        supersededBefore = superseded;
        endBefore = end;
    }

    /** What must be on disk before a log takes the place of another. */
    interface Settle {
        void run() throws IOException;
    }

    /**
     * Writes the log anew, without what was superseded, and without what no data need that could come back.
     *
     * @param number the oldest data that could come back: what they have is needed no more
     * @param settle once the new one is written, before it takes the place of the old one
     */
    void compact(long number, Settle settle) throws IOException {
        // also if this fails, as on a full disk: then it is not tried again at once
        fresh = end;
        Map<String, LastingFormat.Entry> kept = after(number);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(format.floor(Math.max(floor, number)));
        kept.forEach((id, entry) -> bytes.writeBytes(entry.change()
                .map(change -> format.kept(List.of(change), entry.number()))
                .orElseGet(() -> format.written(id, entry.number()))));
        Path aside = path.resolveSibling(path.toFile().getName() + ".new");
        medium.delete(aside);
        try (FileChannel written = medium.open(aside)) {
            Bytes.write(written, ByteBuffer.wrap(bytes.toByteArray()), 0);
            written.force(true);
        }
        settle.run();
        medium.move(aside, path);
        close();
        file = medium.open(path);
        floor = Math.max(floor, number);
        entries.keySet().retainAll(kept.keySet());
        end = bytes.size();
        fresh = end;
        superseded = 0;
        damaged = false;
        keep();
        medium.sync(path);
    }

    @Override
    public void close() throws IOException {
        FileChannel last = file;
        file = null;
        if (last != null) {
            last.close();
        }
    }
}
