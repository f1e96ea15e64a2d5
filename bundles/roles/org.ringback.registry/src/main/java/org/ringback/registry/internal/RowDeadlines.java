package org.ringback.registry.internal;

import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The rows by the time at which they end. A refresh, which nearly always makes the end later, moves nothing: a row
 * keeps its place by its former end, and is put back once that time has come. A removed row also stays until then, but
 * never more of them than there are others. Guarded by its owner.
 */
final class RowDeadlines {
    /** How many removed rows may stay however few others there are. */
    private static final int FEW = 64;

    private final PriorityQueue<Row> rows = new PriorityQueue<>((one, other) -> Long.signum(one.due - other.due));
    private int removed;

    void add(Row row) {
        row.due = row.expires();
        rows.add(row);
    }

    void remove(Row row) {
        row.removed = true;
        removed++;
        if (removed > Math.max(FEW, rows.size() / 2)) {
            rows.removeIf(one -> one.removed);
            removed = 0;
        }
    }

    /** {@return the time at which to look for ended rows; empty if there are no rows} */
    OptionalLong due() {
        Row first = first();
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.due);
    }

    /** {@return a row that has ended; null if there is none} */
    @Nullable
    Row ended(long nanos) {
        for (Row row = first(); row != null && row.due - nanos <= 0; row = first()) {
            if (row.expiredAt(nanos)) {
                return row;
            }
            rows.remove();
            add(row);
        }
        return null;
    }

    private @Nullable Row first() {
        Row first = rows.peek();
        while (first != null && first.removed) {
            rows.remove();
            removed--;
            first = rows.peek();
        }
        return first;
    }

    void clear() {
        rows.clear();
        removed = 0;
    }
}
