package org.ringback.acceptor.core;

import java.time.Duration;

/** So many at once, and then one in each interval. */
final class TokenBucket {
    private final int burst;
    private final long interval;
    private double tokens;
    private long countedAt;
    private boolean started;

    /**
     * Begins full.
     *
     * @param burst how many at once
     * @param interval how long one takes to come back
     */
    TokenBucket(int burst, Duration interval) {
        this.burst = burst;
        this.interval = interval.toNanos();
        this.tokens = burst;
    }

    /** {@return whether there was one; it is taken} */
    boolean take(long nanos) {
        count(nanos);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** {@return the monotonic nanoseconds at which the next one is there, in the past if it is} */
    long nextAt() {
        return tokens >= 1 ? countedAt : countedAt + (long) Math.ceil((1 - tokens) * interval);
    }

    private void count(long nanos) {
        if (started) {
            tokens = Math.min(burst, tokens + (nanos - countedAt) / (double) interval);
        }
        started = true;
        countedAt = nanos;
    }
}
