package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** Whether a record was to be written for good, by its name. */
    private final Map<RecordName, Boolean> names = new LinkedHashMap<>();

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
        failed.forEach(change ->
                names.merge(new RecordName(change.table(), change.key()), change.isLasting(), Boolean::logicalOr));
    }

    /** Takes all of them out, to be written before other changes. */
    List<Change> take() {
        List<Change> changes = new ArrayList<>();
        names.forEach((name, lasting) -> {
            Change change = current.apply(name);
            changes.add(lasting ? change.lasting() : change);
        });
        names.clear();
        return changes;
    }
}
