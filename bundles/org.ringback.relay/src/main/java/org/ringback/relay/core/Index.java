package org.ringback.relay.core;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values by a key that stands in them: a hash table with linear probing. A million rows of a map's own would be a million
 * objects more to keep and to walk over; here a value costs 8 to 16 bytes. Not thread-safe.
 *
 * @param <K> the key's type
 * @param <V> the value's type
 */
final class Index<K, V> {
    private static final int INITIAL = 16;

    private final Function<V, K> key;
    private final ToIntFunction<K> hash;
    private @Nullable Object[] table = new @Nullable Object[INITIAL];
    private int size;

    /** With a hash whose high bits are spread, and not to be foreseen by whoever chooses the keys. */
    Index(Function<V, K> key, ToIntFunction<K> hash) {
        this.key = key;
        this.hash = hash;
    }

    @Nullable
    V find(K wanted) {
        return at(place(wanted));
    }

    /** Adds a value, in the place of the one with the same key, which is given back. */
    @Nullable
    V put(V value) {
        int place = place(key.apply(value));
        V old = at(place);
        table[place] = value;
        if (old == null && ++size > table.length / 2) {
            grow();
        }
        return old;
    }

    @Nullable
    V remove(K unwanted) {
        int place = place(unwanted);
        V old = at(place);
        if (old != null) {
            size--;
            close(place);
        }
        return old;
    }

    /** In no order. */
    Stream<V> values() {
        @SuppressWarnings("unchecked")
        Stream<V> values = (Stream<V>) Arrays.stream(table).filter(Objects::nonNull);
        return values;
    }

    /** Moves back what the gap would hide: each value that was pushed past it. */
    private void close(int removed) {
        int gap = removed;
        int place = next(gap);
        for (V value = at(place); value != null; value = at(place)) {
            int home = home(key.apply(value));
            if (((place - home) & (table.length - 1)) >= ((place - gap) & (table.length - 1))) {
                table[gap] = value;
                gap = place;
            }
            place = next(place);
        }
        table[gap] = null;
    }

    private void grow() {
        @Nullable Object[] before = table;
        table = new @Nullable Object[2 * before.length];
        for (Object value : before) {
            if (value != null) {
                table[place(key.apply(cast(value)))] = value;
            }
        }
    }

    /** Where a key stands, or would. */
    private int place(K wanted) {
        int place = home(wanted);
        for (V value = at(place); value != null && !key.apply(value).equals(wanted); value = at(place)) {
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

    private @Nullable V at(int place) {
        Object value = table[place];
        return value == null ? null : cast(value);
    }

    @SuppressWarnings("unchecked")
    private V cast(Object value) {
        return (V) value;
    }
}
