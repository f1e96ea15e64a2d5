package org.ringback.acceptor.core;

import java.time.Duration;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;

/** A rate limit: allows a burst, and then one in each interval. */
final class TokenBucket {
    private final int burst;
    private final long interval;
    private double tokens;
    private long countedAt;
    private boolean started;

    /**
     * Makes a full bucket.
     *
     * @param burst how many it allows at once
     * @param interval after how long one more is allowed
     */
    TokenBucket(int burst, Duration interval) {
        this.burst = burst;
        this.interval = interval.toNanos();
        this.tokens = burst;
    }

    void leave(EstateWriter out) {
        out.flag(started).number(countedAt).fraction(tokens);
    }

    void inherit(EstateRow in) {
        started = in.flag();
        countedAt = in.number();
        tokens = in.fraction();
    }

    /** {@return whether one more is allowed; counts it} */
    boolean take(long nanos) {
        count(nanos);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** {@return the monotonic nanoseconds at which the next one is allowed; in the past if it is now} */
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
