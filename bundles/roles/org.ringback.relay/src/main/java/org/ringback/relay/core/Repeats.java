package org.ringback.relay.core;

import java.time.Duration;
import java.util.List;

/** When a wake-up or datagram ring is sent again: 0 / 0.5 / 1 / 2 s after the first. Stateless. */
final class Repeats {
    private static final List<Duration> AFTER =
            List.of(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private Repeats() {}

    /**
     * When to send once more.
     *
     * @param calls how often it was sent
     * @param first when it was sent first, in monotonic nanoseconds
     * @return when, or {@link Long#MAX_VALUE} if never
     */
    static long after(int calls, long first) {
        return calls < AFTER.size() ? first + AFTER.get(calls).toNanos() : Long.MAX_VALUE;
    }
}
