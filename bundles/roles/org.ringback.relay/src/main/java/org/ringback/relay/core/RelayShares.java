package org.ringback.relay.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast relayed calls may go: each at most so many bytes a second, all together at most so many, and of those each
 * call that wants more than there is an equal part. Whoever took more than that waits before it is read again. Without
 * I/O and clock; not thread-safe.
 */
public final class RelayShares {
    /** How much may be ahead of its time: less than this is not worth a timer. */
    static final Duration AHEAD = Duration.ofMillis(100);
    /** How long a call that had to wait counts as one that wants more. */
    static final Duration HUNGRY = Duration.ofSeconds(1);

    /** How long a count of the hungry holds: to count them at every read would cost each call a look at all others. */
    private static final Duration COUNTED = Duration.ofMillis(10);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Map<Long, Share> shares = new HashMap<>();
    private long bytesPerSecond;
    private long bytesPerSecondOfOne;
    private long hungry;
    private long countedUntil = Long.MIN_VALUE;
    /** Until when what all took lasts at their rate. */
    private long freeAt = Long.MIN_VALUE;

    /** What one call took: until when that lasts at its rate, and until when it counts as hungry. */
    private static final class Share {
        private long freeAt = Long.MIN_VALUE;
        private long hungryUntil = Long.MIN_VALUE;
    }

    /**
     * Makes one without calls.
     *
     * @param bytesPerSecond of all together, positive
     * @param bytesPerSecondOfOne of each, positive
     */
    public RelayShares(long bytesPerSecond, long bytesPerSecondOfOne) {
        limits(bytesPerSecond, bytesPerSecondOfOne);
    }

    /**
     * Changes the limits.
     *
     * @param ofAll bytes a second of all together, positive
     * @param ofOne of each, positive
     */
    public void limits(long ofAll, long ofOne) {
        bytesPerSecond = ofAll;
        bytesPerSecondOfOne = ofOne;
    }

    /**
     * Notes bytes of a call.
     *
     * @param call which
     * @param bytes how many were read
     * @param now monotonic nanoseconds
     * @return for how many nanoseconds nothing more is to be read of it; 0 to read on
     */
    public long took(long call, int bytes, long now) {
        Share share = shares.computeIfAbsent(call, number -> new Share());
        share.freeAt = Math.max(share.freeAt, now) + nanos(bytes, rate(now));
        freeAt = Math.max(freeAt, now) + nanos(bytes, bytesPerSecond);
        long wait = Math.max(share.freeAt, freeAt) - now;
        if (wait < AHEAD.toNanos()) {
            return 0;
        }
        share.hungryUntil = now + wait + HUNGRY.toNanos();
        return wait;
    }

    private static long nanos(int bytes, long perSecond) {
        return bytes * NANOS_PER_SECOND / perSecond;
    }

    private long rate(long now) {
        if (now >= countedUntil) {
            countedUntil = now + COUNTED.toNanos();
            hungry = shares.values().stream()
                    .filter(share -> share.hungryUntil > now)
                    .count();
        }
        return Math.max(1, Math.min(bytesPerSecondOfOne, bytesPerSecond / Math.max(1, hungry)));
    }

    /**
     * Forgets a call.
     *
     * @param call which
     */
    public void leave(long call) {
        shares.remove(call);
    }
}
