package org.ringback.acceptor.core;

import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers the latest 256 of something, to know doubles. */
final class Seen<T> {
    private static final int CAPACITY = 256;

    private final Set<T> latest = new LinkedHashSet<>();

    boolean contains(T one) {
        return latest.contains(one);
    }

    /** {@return whether it is new} */
    boolean add(T one) {
        boolean fresh = latest.add(one);
        if (latest.size() > CAPACITY) {
            latest.remove(latest.iterator().next());
        }
        return fresh;
    }

    /** It came to nothing: it is new when it comes again. */
    void forget(T one) {
        latest.remove(one);
    }
}
