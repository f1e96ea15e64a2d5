package org.ringback.registry.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows by the time at which they end: a binary heap in which each row knows its place, so that a refresh moves it in
 * O(log n) and costs four bytes. Guarded by its owner.
 */
final class Deadlines {
    private static final int INITIAL = 64;

    private @Nullable Row[] heap = new @Nullable Row[INITIAL];
    private int size;

    void add(Row row) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        settle(row, size++);
    }

    /** Puts a row where another one of the same ID stood. */
    void replace(Row old, Row row) {
        settle(row, old.place);
    }

    void remove(Row row) {
        Row last = at(--size);
        heap[size] = null;
        if (last != row) {
            settle(last, row.place);
        }
    }

    /** {@return the row that ends first; null if there is none} */
    @Nullable
    Row first() {
        return size == 0 ? null : heap[0];
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
        return one.expires() - other.expires() < 0;
    }
}
