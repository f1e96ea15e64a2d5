package org.ringback.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One deadline for each key, in monotonic nanoseconds. Not thread-safe.
 *
 * @param <K> what the deadlines are of
 */
public final class Deadlines<K> {
    private record Entry<K>(long nanos, long order, K key) {}

    private final Map<K, Entry<K>> byKey = new HashMap<>();
    private final TreeSet<Entry<K>> byTime =
            new TreeSet<>(Comparator.<Entry<K>>comparingLong(Entry::nanos).thenComparingLong(Entry::order));
    private long order;

    /** Begins without any. */
    public Deadlines() {}

    /**
     * Sets or moves a deadline.
     *
     * @param key whose
     * @param nanos when
     */
    public void set(K key, long nanos) {
        clear(key);
        Entry<K> entry = new Entry<>(nanos, order++, key);
        byKey.put(key, entry);
        byTime.add(entry);
    }

    /**
     * Forgets a deadline.
     *
     * @param key whose
     */
    public void clear(K key) {
        Entry<K> old = byKey.remove(key);
        if (old != null) {
            byTime.remove(old);
        }
    }

    /** {@return the earliest deadline; {@link Long#MAX_VALUE} for none} */
    public long next() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().nanos();
    }

    /**
     * Takes out everything that is due.
     *
     * @param now the time
     * @return whose, the earliest first
     */
    public List<K> due(long now) {
        List<K> due = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.first().nanos() <= now) {
            K key = byTime.first().key();
            clear(key);
            due.add(key);
        }
        return due;
    }
}
