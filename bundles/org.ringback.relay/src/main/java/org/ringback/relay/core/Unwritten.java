package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.ringback.store.Change;

/**
 * Records that memory changed and the disk refused. They are written again, as memory has them then, with the next
 * write of anything: so whoever asks again is answered only once all of it is on disk. Bounded by what memory holds and
 * lately dropped. Not thread-safe.
 */
final class Unwritten {
    /** Names a record. */
    record RecordName(String table, String key) {}

    private final Function<RecordName, Change> current;
    private final Set<RecordName> names = new LinkedHashSet<>();

    /**
     * Begins with nothing.
     *
     * @param current what a record must be now
     */
    Unwritten(Function<RecordName, Change> current) {
        this.current = current;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    void add(List<Change> failed) {
        failed.forEach(change -> names.add(new RecordName(change.table(), change.key())));
    }

    /** Takes all of them out, to be written before other changes. */
    List<Change> take() {
        List<Change> changes = new ArrayList<>();
        names.forEach(name -> changes.add(current.apply(name)));
        names.clear();
        return changes;
    }
}
