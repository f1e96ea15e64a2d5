package org.ringback.api;

import java.time.Duration;
import java.time.Instant;

/**
 * One reading of both clocks, which every protocol core is given: durations and deadlines are measured by the monotonic
 * one, dates of certificates, codes and leases by the wall clock. Immutable.
 *
 * @param nanos monotonic time in nanoseconds, of no fixed origin
 * @param wall wall-clock time
 */
public record Moment(long nanos, Instant wall) {
    /**
     * The monotonic time that lies a duration ahead.
     *
     * @param duration how far ahead
     * @return nanoseconds on the same monotonic clock
     */
    public long plus(Duration duration) {
        return nanos + duration.toNanos();
    }

    /**
     * How long ago an earlier reading was.
     *
     * @param earlierNanos monotonic nanoseconds of the earlier reading
     * @return the time between, never negative
     */
    public Duration since(long earlierNanos) {
        return Duration.ofNanos(Math.max(0, nanos - earlierNanos));
    }
}
