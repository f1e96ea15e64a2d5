package org.ringback.relay.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;

/**
 * How often each key may ask whether equipment is there: so many times at once, then one more after each interval.
 * Remembers only keys that asked lately, each of an enrolled issuer. Not thread-safe.
 */
final class PresenceBudget {
    /** How often at once: a quarter of what an issuer may keep grants for. */
    static final int BURST = 256;
    /** After how long one more may be asked. */
    static final Duration EACH = Duration.ofMillis(250);

    private static final Duration WHOLE = EACH.multipliedBy(BURST);

    /** When a key has its whole budget again, in monotonic nanoseconds; who asked last stands last. */
    private final Map<KeyFingerprint, Long> wholeAt = new LinkedHashMap<>();

    /**
     * Takes one question from the budget of a key.
     *
     * @return 0; or, if there is none, the nanoseconds until there is one
     */
    long take(KeyFingerprint key, Moment now) {
        forget(now);
        long next = Math.max(wholeAt.getOrDefault(key, now.nanos()), now.nanos()) + EACH.toNanos();
        long missing = next - now.plus(WHOLE);
        if (missing > 0) {
            return missing;
        }
        wholeAt.remove(key);
        wholeAt.put(key, next);
        return 0;
    }

    /** Forgets those who asked longest ago and have their whole budget again. */
    private void forget(Moment now) {
        Iterator<Long> oldest = wholeAt.values().iterator();
        while (oldest.hasNext() && oldest.next() <= now.nanos()) {
            oldest.remove();
        }
    }

    int remembered() {
        return wholeAt.size();
    }
}
