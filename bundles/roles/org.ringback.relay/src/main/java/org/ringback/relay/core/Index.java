package org.ringback.relay.core;

import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * The numbers of rows by a key that stands in each: a hash table with linear probing. A million entries of a map's own
 * would be a million objects more to keep and to walk over; here a row costs 8 to 16 bytes. Not thread-safe.
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
     * What stands in the rows.
     *
     * @param <K> the key's type
     */
    interface Keys<K> {
        K of(int row);

        default boolean same(int row, K key) {
            return of(row).equals(key);
        }
    }

    /** With a hash whose high bits are spread, and not to be foreseen by whoever chooses the keys. */
    Index(Keys<K> keys, ToIntFunction<K> hash) {
        this.keys = keys;
        this.hash = hash;
    }

    /** The row with a key, or {@link #NONE}. */
    int find(K wanted) {
        return table[place(wanted)];
    }

    /** Adds a row, in the place of the one with the same key, which is given back. */
    int put(int row) {
        int place = place(keys.of(row));
        int old = table[place];
        table[place] = row;
        if (old == NONE && ++size > table.length / 2) {
            grow();
        }
        return old;
    }

    /** Takes out the row with a key, which still stands in it. */
    int remove(K unwanted) {
        int place = place(unwanted);
        int old = table[place];
        if (old != NONE) {
            size--;
            close(place);
        }
        return old;
    }

    /** Moves back what the gap would hide: each row that was pushed past it. */
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

    /** All keys differ: none is compared. */
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

    /** Where a key stands, or would. */
    private int place(K wanted) {
        int place = home(wanted);
        while (table[place] != NONE && !keys.same(table[place], wanted)) {
            place = next(place);
        }
        return place;
    }

    /** By the high bits of its hash. */
    private int home(K wanted) {
        return hash.applyAsInt(wanted) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
    }

    private int next(int place) {
        return (place + 1) & (table.length - 1);
    }
}
