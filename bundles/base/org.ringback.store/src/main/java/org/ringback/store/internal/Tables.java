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
 * opened anew for the next job. Owned by one thread at a time, but for what says otherwise.
 */
final class Tables {
    /** Below this share of live data, in percent, old chunks are written anew. */
    private static final int FILL_RATE = 60;
    /** At most so much is written anew at a time, in bytes. */
    private static final int COMPACT_BYTES = 1 << 20;
    /** The records, by ID, that were written for good and lost since. */
    private static final String STALE = "store.stale";

    private static final Logger LOG = LoggerFactory.getLogger(Tables.class);

    private final Opened site;
    private final Journal journal;
    private final DataFile file;
    private final List<String> notes;
    private final Set<String> stale = ConcurrentHashMap.newKeySet();
    private final List<Change> group = new ArrayList<>();
    private final Content content;
    private @Nullable MVStore store;
    private volatile long number;
    private final Copier copier;
    private final Tidying tidying;
    private volatile @Nullable Setback setback;
    private long tried;

    Tables(Opened site) throws IOException {
        this.site = site;
        this.journal = site.journal();
        this.file = site.file();
        Base base = site.base();
        this.store = base.data();
        this.number = base.number();
        this.content = base.content();
        this.notes = base.notes();
        this.tried = Math.max(base.number(), journal.unused() - 1);
        WholeCopy whole =
                new WholeCopy(site.site().medium(), site.site().places().whole(), site.keys());
        this.copier = new Copier(whole, site.site(), journal.recent(), number);
        this.tidying = new Tidying(journal, copier);
        try {
            begin(base);
        } catch (IOException | RuntimeException e) {
            release();
            throw StoreFailures.of(e);
        }
    }

    /** What was written for good and is not in the data is done over them. */
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
                    new Setback(base.lost(), tried + 1, site.site().clock().instant());
            setback = noticed;
            Setbacks.put(data, noticed);
        }
        if (base.changed() || base.lost() > 0 || !changes.isEmpty()) {
            applyAll(changes);
            commit();
        }
        if (site.first()) {
            journal.settle();
            KeyFile.publish(site.site());
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

    /** From here on the mark does not say any more that the store was closed. */
    private void unclosed() {
        try {
            journal.settle();
        } catch (IOException e) {
            // what needs no write goes on: an equipment can be reached though its disk is full
            notes.add("nothing can be written: " + e.getMessage() + " (expected: room on the disk)");
        }
    }

    /** Of what older versions wrote for good the log has no more than that they did: the record goes, and is stale. */
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

    /** {@return the number of the last commit on disk; for anybody} */
    long number() {
        return number;
    }

    /** {@return the last setback; for anybody} */
    Optional<Setback> setback() {
        return Optional.ofNullable(setback);
    }

    /** {@return whether a record was written for good and is lost; for anybody} */
    boolean stale(String table, String key) {
        return !stale.isEmpty() && stale.contains(LastingFormat.id(table, key));
    }

    /** {@return how many are; for anybody} */
    int staleRecords() {
        return stale.size();
    }

    /** {@return what was wrong at the start, in words; for anybody} */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Puts changes into the next commit. */
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

    /** Brings what was applied to disk. */
    void commit() throws IOException {
        MVStore open = open();
        boolean forGood = group.stream().anyMatch(Change::isLasting);
        long next = ++tried;
        journal.before(next, number, content.bytes(), group);
        new Stand(next, content.bytes()).put(open);
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

    /** Writes sparsely used parts of the file anew, a little at a time, so that it stays small. */
    void compact() throws IOException {
        MVStore open = open();
        if (open.compact(FILL_RATE, COMPACT_BYTES)) {
            open.commit();
            open.sync();
        }
    }

    /**
     * Has a whole copy made if it is time; after a commit, or when nothing is to be done.
     *
     * @return whether none is under way; else one should ask again soon
     */
    boolean copyIfDue() throws IOException {
        MVStore open = open();
        boolean idle = copier.look(() -> new Snapshot(open, new Stand(number, content.bytes())));
        tidying.look(number);
        return idle;
    }

    /** Copies records behind a key, in their order, until they are so many bytes. */
    SortedMap<String, byte[]> read(String name, String after, int bytes) throws IOException {
        return DataFile.copy(open(), name, after, bytes);
    }

    /** After a failure: forgets what was not committed. */
    void abandon() {
        group.clear();
        try {
            journal.withdraw();
        } catch (IOException | RuntimeException | Error e) {
            // what failed is reported already
            LOG.debug("store: what was to be committed could not be withdrawn", e);
        }
        MVStore failed = store;
        store = null;
        if (failed != null) {
            try {
                failed.closeImmediately();
            } catch (RuntimeException | Error e) {
                // it gives up its lock in any case, and what it failed at before is reported already
                LOG.debug("store: closing after a failure failed", e);
            }
        }
    }

    /** Everything acknowledged is on disk by now; nothing else is to be written. */
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
            Optional<Stand> stand = Stand.of(open);
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
