package org.ringback.relay.core;

import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * A hash table with linear probing from keys, which are in the rows themselves, to the numbers of the rows. A row costs
 * 8 to 16 bytes here, while a million entries of a HashMap would be a million more objects for the garbage collector.
 * Not thread-safe.
 *
 * @param <K> the key's type
 */
final class Index<K> {
    /** No row. */
    static final int NONE = -1;

    private static final int INITIAL = 16;

    private final Keys<K> keys;
    private final ToIntFunction<K> hash;
    private int[] table = empty(INITIAL);
    private int size;

    /**
     * Reads the keys in the rows.
     *
     * @param <K> the key's type
     */
    interface Keys<K> {
        K of(int row);

        default boolean same(int row, K key) {
            return of(row).equals(key);
        }
    }

    /** Makes an empty index. The hash must have well-spread high bits that whoever chooses the keys cannot predict. */
    Index(Keys<K> keys, ToIntFunction<K> hash) {
        this.keys = keys;
        this.hash = hash;
    }

    /** Finds the row with a key, or {@link #NONE}. */
    int find(K wanted) {
        return table[place(wanted)];
    }

    /** Adds a row; returns the row with the same key that it replaces, or {@link #NONE}. */
    int put(int row) {
        int place = place(keys.of(row));
        int old = table[place];
        table[place] = row;
        if (old == NONE && ++size > table.length / 2) {
            grow();
        }
        return old;
    }

    /** Removes the row with a key, which the row must still have. */
    int remove(K unwanted) {
        int place = place(unwanted);
        int old = table[place];
        if (old != NONE) {
            size--;
            close(place);
        }
        return old;
    }

    /** Moves back each row that was pushed past the removed place, as the gap would hide it. */
    private void close(int removed) {
        int gap = removed;
        int place = next(gap);
        for (int row = table[place]; row != NONE; row = table[place]) {
            int home = home(keys.of(row));
            if (((place - home) & (table.length - 1)) >= ((place - gap) & (table.length - 1))) {
                table[gap] = row;
                gap = place;
            }
            place = next(place);
        }
        table[gap] = NONE;
    }

    /** Doubles the table; compares no keys, as all differ. */
    private void grow() {
        int[] before = table;
        table = empty(2 * before.length);
        for (int row : before) {
            if (row != NONE) {
                int place = home(keys.of(row));
                while (table[place] != NONE) {
                    place = next(place);
                }
                table[place] = row;
            }
        }
    }

    private static int[] empty(int length) {
        int[] table = new int[length];
        Arrays.fill(table, NONE);
        return table;
    }

    /** The place of a key, or the free place where it belongs. */
    private int place(K wanted) {
        int place = home(wanted);
        while (table[place] != NONE && !keys.same(table[place], wanted)) {
            place = next(place);
        }
        return place;
    }

    /** The first place of a key, by the high bits of its hash. */
    private int home(K wanted) {
        return hash.applyAsInt(wanted) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
    }

    private int next(int place) {
        return (place + 1) & (table.length - 1);
    }
}
