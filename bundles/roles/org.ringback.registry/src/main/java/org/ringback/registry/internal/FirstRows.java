package org.ringback.registry.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.ringback.api.EquipmentId;

/** Chooses the first rows after an ID from rows that come in any order. Used by one thread. */
final class FirstRows {
    private final Optional<EquipmentId> after;
    private final int limit;
    private final PriorityQueue<Row> chosen =
            new PriorityQueue<>(Comparator.comparing(Row::id).reversed());

    FirstRows(Optional<EquipmentId> after, int limit) {
        this.after = after;
        this.limit = limit;
    }

    void offer(Row row) {
        boolean behind = after.isEmpty() || row.id().compareTo(after.get()) > 0;
        Row last = chosen.peek();
        boolean full = chosen.size() >= limit;
        if (!behind || (full && (last == null || row.id().compareTo(last.id()) > 0))) {
            return;
        }
        chosen.add(row);
        if (full) {
            chosen.remove();
        }
    }

    List<Row> rows() {
        return chosen.stream().sorted(Comparator.comparing(Row::id)).toList();
    }
}
