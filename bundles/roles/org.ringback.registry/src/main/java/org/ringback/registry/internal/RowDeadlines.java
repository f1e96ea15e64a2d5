package org.ringback.registry.internal;

import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The rows by the time at which they end. A refresh, which nearly always moves the end away, moves nothing: a row stands by
 * the end that it had, and goes back once that has come. One that is removed stands until then too, but as many as the
 * others at most. Guarded by its owner.
 */
final class RowDeadlines {
    /** So many removed ones may stand whatever the others are. */
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
