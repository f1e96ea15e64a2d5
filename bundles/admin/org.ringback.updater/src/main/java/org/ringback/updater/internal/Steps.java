package org.ringback.updater.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long each step of a piece of work took. Used by one thread. */
final class Steps {
    private final Map<String, Long> millis = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** A step has ended. */
    void done(String step) {
        long now = System.nanoTime();
        millis.merge(step, TimeUnit.NANOSECONDS.toMillis(now - since), Long::sum);
        since = now;
    }

    /** Milliseconds by step, in their order. */
    Map<String, Long> millis() {
        return new LinkedHashMap<>(millis);
    }
}
