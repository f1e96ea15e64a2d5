package org.ringback.relay.core;

import java.time.Duration;
import java.util.List;

/** The times at which a wake-up or datagram ring is sent: 0 / 0.5 / 1 / 2 s after the first. Stateless. */
final class Repeats {
    private static final List<Duration> AFTER =
            List.of(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private Repeats() {}

    /**
     * When to send it again.
     *
     * @param calls how many copies were sent
     * @param first when the first copy was sent, in monotonic nanoseconds
     * @return monotonic nanoseconds; {@link Long#MAX_VALUE} for never
     */
    static long after(int calls, long first) {
        return calls < AFTER.size() ? first + AFTER.get(calls).toNanos() : Long.MAX_VALUE;
    }
}
