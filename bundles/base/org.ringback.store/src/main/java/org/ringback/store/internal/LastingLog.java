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
 * Logs each lasting change (revocations, passwords, withdrawals) with its commit, before the data have it. If older
 * data ever take the place of the present ones, the store applies the log to them. Not thread-safe.
 */
final class LastingLog implements AutoCloseable {
    /** With more records than this, {@link Tidying} looks for those that are no longer needed. */
    static final int MANY = 4_096;
    /** Bytes up to which the file is not rewritten for its length alone. */
    static final int LONG = 1 << 20;

    private final Medium medium;
    private final Path path;
    private final LastingFormat format;
    private @Nullable FileChannel file;
    /** The latest entry of each record, by the record's ID. */
    private final Map<String, LastingFormat.Entry> entries = new LinkedHashMap<>();
    /** The entries that the last append replaced, for {@link #withdraw}. */
    private final Map<String, Optional<LastingFormat.Entry>> before = new HashMap<>();

    private long floor;
    private long end;
    private long endBefore;
    /** How many entries of the file were replaced by later ones. */
    private int superseded;

    private int supersededBefore;
    /** Length of the file when it was last rewritten, or a rewrite failed. */
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
            // something that is no log is in its place
            damaged = true;
        }
    }

    /**
     * Reads all records. An incomplete one at the end was being written when the power failed, and was never
     * acknowledged.
     */
    private void read(byte[] log) {
        int at = 0;
        while (at < log.length) {
            LastingFormat.Found found = format.read(log, at);
            if (found == null) {
                at += LastingFormat.STEP;
                continue;
            }
            // a gap before a good record is damage, no torn end
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

    /** {@return whether the log is missing, or damaged otherwise than by a torn end} */
    boolean damaged() {
        return damaged;
    }

    /**
     * Whether the log has all lasting changes since a commit.
     *
     * @param number the commit
     * @param reach the commit up to which the log once was complete, as the mark says
     */
    boolean tellsSince(long number, long reach) {
        return !damaged && floor <= number && reach <= reach();
    }

    /** {@return the commit up to which the log may have left changes out: it cannot complete older data} */
    long floor() {
        return floor;
    }

    /** {@return the commit up to which the log is complete} */
    long reach() {
        return Math.max(floor, newest());
    }

    /** {@return how many records of the tables have an entry} */
    int size() {
        return entries.size();
    }

    /** {@return whether the file has entries that later ones replaced, as of a password that was changed} */
    boolean superseded() {
        return superseded > 0;
    }

    /** {@return whether the file is long, and most of its entries were replaced by later ones} */
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

    /** {@return the lasting changes after a commit, by the record's ID} */
    Map<String, LastingFormat.Entry> after(long number) {
        Map<String, LastingFormat.Entry> later = new LinkedHashMap<>(entries);
        later.values().removeIf(entry -> entry.number() <= number);
        return later;
    }

    /** Logs the lasting changes of a commit that is about to be made, and flushes them. */
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

    /** Takes the last append back: its commit failed. */
    void withdraw() throws IOException {
        before.forEach((id, known) -> known.ifPresentOrElse(entry -> entries.put(id, entry), () -> entries.remove(id)));
        before.clear();
        superseded = supersededBefore;
        if (endBefore < end && file != null) {
            // even if the file cannot be cut now: the next append overwrites it
            end = endBefore;
            opened().truncate(endBefore);
            opened().force(true);
        }
    }

    /** Keeps the last append: its commit is acknowledged. */
    void keep() {
        before.clear();
        supersededBefore = superseded;
        endBefore = end;
    }

    /** Flushes what must be safe before a new log replaces the old one. */
    interface Settle {
        void run() throws IOException;
    }

    /**
     * Rewrites the log without replaced entries, and without those that the oldest data contain already.
     *
     * @param number the commit of the oldest data that could still be put back
     * @param settle called once the new log is written, before it replaces the old one
     */
    void compact(long number, Settle settle) throws IOException {
        // set even if this fails, as on a full disk, so that it is not tried again at once
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
