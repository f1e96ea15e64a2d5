package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Amount;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables in the open file. After a failure the file is closed, so that nothing half-written is ever committed, and
 * opened again for the next job. Owned by one thread at a time, except methods that say "any thread".
 */
final class Tables {
    /** Below this share of live data, in per cent, old chunks of the file are rewritten. */
    private static final int FILL_RATE = 60;
    /** Most bytes that are rewritten at a time. */
    private static final int COMPACT_BYTES = 1 << 20;
    /** Table of the IDs of records whose lasting change is lost; see {@link org.ringback.store.Store#stale}. */
    private static final String STALE = "store.stale";

    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    private final Opened opened;
    private final Journal journal;
    private final DataFile file;
    private final List<String> notes;
    private final Set<String> stale = ConcurrentHashMap.newKeySet();
    private final List<Change> group = new ArrayList<>();
    private final ContentSum content;
    private @Nullable MVStore store;
    private volatile long number;
    private final Copier copier;
    private final Tidying tidying;
    private volatile @Nullable Setback setback;
    private long tried;

    Tables(Opened opened) throws IOException {
        this.opened = opened;
        this.journal = opened.journal();
        this.file = opened.file();
        Base base = opened.base();
        this.store = base.data();
        this.number = base.number();
        this.content = base.content();
        this.notes = base.notes();
        this.tried = Math.max(base.number(), journal.unused() - 1);
        WholeCopy whole =
                new WholeCopy(opened.site().medium(), opened.site().places().whole(), opened.keys());
        this.copier = new Copier(whole, opened.site(), journal.recent(), number);
        this.tidying = new Tidying(journal, copier);
        try {
            begin(base);
        } catch (IOException | RuntimeException e) {
            release();
            throw StoreFailures.of(e);
        }
    }

    /** Applies lasting changes that the data lack. */
    private void begin(Base base) throws IOException {
        unclosed();
        MVStore data = base.data();
        DataFile.table(data, STALE).keyList().forEach(stale::add);
        setback = Setbacks.read(data).orElse(null);
        List<Change> changes = new ArrayList<>();
        Map<String, Long> unknown = new LinkedHashMap<>();
        journal.lasting().after(base.number()).forEach((id, entry) -> entry.change()
                .ifPresentOrElse(changes::add, () -> unknown.put(id, entry.number())));
        changes.addAll(toStale(data, unknown));
        if (base.lost() > 0) {
            Setback noticed =
                    new Setback(base.lost(), tried + 1, opened.site().clock().instant());
            setback = noticed;
            Setbacks.put(data, noticed);
        }
        if (base.changed() || base.lost() > 0 || !changes.isEmpty()) {
            applyAll(changes);
            commit();
        }
        if (opened.first()) {
            journal.settle();
            KeyFile.publish(opened.site());
        }
        if (!journal.tellsSince(number)) {
            journal.compact(number);
        }
        journal.recent().forget();
        notes.forEach(note -> LOG.warn("store: {}", note));
        if (base.lost() > 0) {
            LOG.warn(
                    "store: the data went back by {}; what was revoked since stays revoked",
                    Amount.of(base.lost(), "commit"));
        }
    }

    /** Removes from the mark that the store was closed. */
    private void unclosed() {
        try {
            journal.settle();
        } catch (IOException e) {
            // what needs no write goes on: equipment can be reached even if its disk is full
            notes.add("nothing can be written: " + e.getMessage() + " (expected: room on the disk)");
        }
    }

    /** Removes the records whose lasting change an older version logged without its value, and lists them as stale. */
    private static List<Change> toStale(MVStore data, Map<String, Long> unknown) {
        List<Change> changes = new ArrayList<>();
        if (unknown.isEmpty()) {
            return changes;
        }
        for (String name : data.getMapNames()) {
            if (!name.startsWith("store.")) {
                DataFile.table(data, name).keyList().stream()
                        .filter(key -> unknown.containsKey(LastingFormat.id(name, key)))
                        .forEach(key -> changes.add(Change.remove(name, key)));
            }
        }
        unknown.forEach((id, by) -> changes.add(Change.put(
                STALE, id, ByteBuffer.allocate(Long.BYTES).putLong(by).array())));
        return changes;
    }

    /** {@return the number of the last commit on disk; any thread} */
    long number() {
        return number;
    }

    /** {@return the last setback; any thread} */
    Optional<Setback> setback() {
        return Optional.ofNullable(setback);
    }

    /** {@return whether the lasting change of a record is lost; any thread} */
    boolean stale(String table, String key) {
        return !stale.isEmpty() && stale.contains(LastingFormat.id(table, key));
    }

    /** {@return how many records are stale; any thread} */
    int staleRecords() {
        return stale.size();
    }

    /** {@return what was wrong at the start, in words; any thread} */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Adds changes to the next commit. */
    void apply(List<Change> changes) throws IOException {
        applyAll(changes);
    }

    private void applyAll(List<Change> changes) throws IOException {
        MVStore open = open();
        for (Change change : changes) {
            if (!stale.isEmpty() && stale.contains(LastingFormat.id(change.table(), change.key()))) {
                change(open, Change.remove(STALE, LastingFormat.id(change.table(), change.key())));
            }
            change(open, change);
        }
    }

    private void change(MVStore open, Change change) {
        group.add(change);
        Start.apply(open, content, change);
    }

    /** Commits the applied changes, and flushes them. */
    void commit() throws IOException {
        MVStore open = open();
        boolean forGood = group.stream().anyMatch(Change::isLasting);
        long next = ++tried;
        journal.before(next, number, content.bytes(), group);
        new CommitStamp(next, content.bytes()).put(open);
        open.commit();
        open.sync();
        journal.after(next, forGood);
        number = next;
        group.stream().filter(change -> change.table().equals(STALE)).forEach(this::noteStale);
        group.clear();
    }

    private void noteStale(Change change) {
        if (change.value().isPresent()) {
            stale.add(change.key());
        } else {
            stale.remove(change.key());
        }
    }

    /** Rewrites sparsely used parts of the file, a little at a time, so that it stays small. */
    void compact() throws IOException {
        MVStore open = open();
        if (open.compact(FILL_RATE, COMPACT_BYTES)) {
            open.commit();
            open.sync();
        }
    }

    /**
     * Starts a whole copy if one is due; called after a commit, or while idle.
     *
     * @return whether no copy is under way; if false, call again soon
     */
    boolean copyIfDue() throws IOException {
        MVStore open = open();
        boolean idle = copier.look(() -> new Snapshot(open, new CommitStamp(number, content.bytes())));
        tidying.look(number);
        return idle;
    }

    /** Copies the records after a key, in their order, until they are {@code bytes} long together or the table ends. */
    SortedMap<String, byte[]> read(String name, String after, int bytes) throws IOException {
        return DataFile.copy(open(), name, after, bytes);
    }

    /** Drops what was not committed, after a failure. */
    void abandon() {
        group.clear();
        try {
            journal.withdraw();
        } catch (IOException | RuntimeException | Error e) {
            // the failure before is reported already
            LOG.debug("store: what was to be committed could not be withdrawn", e);
        }
        MVStore failed = store;
        store = null;
        if (failed != null) {
            try {
                failed.closeImmediately();
            } catch (RuntimeException | Error e) {
                // closing releases the file's lock in any case, and the failure before is reported already
                LOG.debug("store: closing after a failure failed", e);
            }
        }
    }

    /** Closes the file without a commit: everything acknowledged is on disk by now. */
    void close() {
        boolean whole = store != null && group.isEmpty();
        if (whole) {
            try {
                journal.finish(number);
            } catch (IOException e) {
                LOG.debug("store: the mark does not say that the store was closed", e);
            }
        }
        release();
    }

    private void release() {
        copier.close();
        MVStore last = store;
        store = null;
        if (last != null) {
            last.closeImmediately();
        }
        try {
            journal.close();
        } catch (IOException e) {
            LOG.debug("store: closing failed", e);
        }
    }

    private MVStore open() throws IOException {
        MVStore open = store;
        if (open == null) {
            open = file.open();
            Optional<CommitStamp> stand = CommitStamp.of(open);
            if (stand.isEmpty() || stand.get().number() < number) {
                open.closeImmediately();
                throw new IOException(
                        "file: " + file + " went back while it was in use (expected: a disk that keeps what it"
                                + " has; stop the program, and see 'ringback store --home DIR check')");
            }
            number = stand.get().number();
            content.set(stand.get().content());
            store = open;
        }
        return open;
    }
}
