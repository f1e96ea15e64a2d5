package org.ringback.kernel;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How many sessions use the code of each bundle. Thread-safe. */
final class SessionCounts {
    private final Map<CryptoBundle, Integer> counts = new ConcurrentHashMap<>();

    /** Counts one more; {@return ends that, to be run once} */
    Runnable begun(Set<CryptoBundle> using) {
        using.forEach(one -> counts.merge(one, 1, Integer::sum));
        return () ->
                using.forEach(one -> counts.computeIfPresent(one, (bundle, count) -> count == 1 ? null : count - 1));
    }

    /** {@return those that any session uses} */
    Set<CryptoBundle> used() {
        return Set.copyOf(counts.keySet());
    }

    int of(CryptoBundle bundle) {
        return counts.getOrDefault(bundle, 0);
    }
}
