package org.ringback.registry.internal;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows by the time at which they end: a binary heap in which each row knows its place. A refresh, which nearly
 * always moves the end away, moves nothing: a row stands by the end that it had, and goes down once that has come.
 * Guarded by its owner.
 */
final class RowDeadlines {
    private static final int INITIAL = 64;

    private @Nullable Row[] heap = new @Nullable Row[INITIAL];
    private int size;

    void add(Row row) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        settle(row, size++);
    }

    /** A row's end has changed. */
    void moved(Row row) {
        if (row.expires() - row.due < 0) {
            settle(row, row.place);
        }
    }

    void remove(Row row) {
        Row last = at(--size);
        heap[size] = null;
        if (last != row) {
            settle(last, row.place);
        }
    }

    /** {@return the time at which to look for what has ended, at the latest; none if there are no rows} */
    OptionalLong due() {
        return size == 0 ? OptionalLong.empty() : OptionalLong.of(at(0).due);
    }

    /** {@return a row that has ended; null if there is none} */
    @Nullable
    Row ended(long nanos) {
        while (size > 0 && at(0).due - nanos <= 0) {
            Row row = at(0);
            if (row.expiredAt(nanos)) {
                return row;
            }
            settle(row, 0);
        }
        return null;
    }

    void clear() {
        heap = new @Nullable Row[INITIAL];
        size = 0;
    }

    private Row at(int place) {
        Row row = heap[place];
        if (row == null) {
            throw new IllegalStateException("heap: no row at " + place + " of " + size);
        }
        return row;
    }

    /** Moves the gap at a place up or down until the row fits into it. */
    private void settle(Row row, int gap) {
        row.due = row.expires();
        int place = gap;
        while (place > 0 && endsBefore(row, at((place - 1) / 2))) {
            put(at((place - 1) / 2), place);
            place = (place - 1) / 2;
        }
        for (int child = firstEnding(place); child >= 0 && endsBefore(at(child), row); child = firstEnding(place)) {
            put(at(child), place);
            place = child;
        }
        put(row, place);
    }

    /** The child of a place that ends first; -1 if it has none. */
    private int firstEnding(int place) {
        int left = 2 * place + 1;
        if (left >= size) {
            return -1;
        }
        return left + 1 < size && endsBefore(at(left + 1), at(left)) ? left + 1 : left;
    }

    private void put(Row row, int place) {
        heap[place] = row;
        row.place = place;
    }

    private static boolean endsBefore(Row one, Row other) {
        return one.due - other.due < 0;
    }
}
