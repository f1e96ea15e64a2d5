package org.ringback.acceptor.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Remembers the latest 256 values, to recognise repeated ones. */
final class Seen<T> {
    private static final int CAPACITY = 256;

    private final Set<T> latest = new LinkedHashSet<>();

    boolean contains(T one) {
        return latest.contains(one);
    }

    /** {@return whether the value is new; remembers it} */
    boolean add(T one) {
        boolean fresh = latest.add(one);
        if (latest.size() > CAPACITY) {
            latest.remove(latest.iterator().next());
        }
        return fresh;
    }

    /** {@return the values, the oldest first; a copy} */
    List<T> all() {
        return List.copyOf(latest);
    }

    /** Forgets a value, so that it is new when it comes again. */
    void forget(T one) {
        latest.remove(one);
    }
}
