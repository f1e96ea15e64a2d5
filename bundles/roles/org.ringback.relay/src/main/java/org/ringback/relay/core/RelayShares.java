package org.ringback.relay.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How fast relayed calls may go: those of each pair together at most so many bytes a second, all together at most so
 * many, and of those each pair that wants more than there is an equal part, however many calls it has. Whoever took more
 * than its part waits before it is read again, also for what others took; who took less waits for nobody. Without I/O and
 * clock; not thread-safe.
 */
public final class RelayShares {
    /** How much may be ahead of its time: less than this is not worth a timer. */
    static final Duration AHEAD = Duration.ofMillis(100);
    /** How long a pair that had to wait counts as one that wants more. */
    static final Duration HUNGRY = Duration.ofSeconds(1);

    /** How long a count of the hungry holds: to count them at every read would cost each call a look at all pairs. */
    private static final Duration COUNTED = Duration.ofMillis(10);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Map<RelayedPair, Share> pairs = new HashMap<>();
    private final Map<Long, Share> shares = new HashMap<>();
    private long bytesPerSecond;
    private long bytesPerSecondOfPair;
    private long hungry;
    private long countedUntil = Long.MIN_VALUE;
    /** Until when what all took lasts at their rate. */
    private long freeAt = Long.MIN_VALUE;

    /** What the calls of one pair took: until when that lasts at its rate, and until when it counts as hungry. */
    private static final class Share {
        private final RelayedPair pair;
        private int calls;
        private long freeAt = Long.MIN_VALUE;
        private long hungryUntil = Long.MIN_VALUE;

        private Share(RelayedPair pair) {
            this.pair = pair;
        }
    }

    /**
     * Makes one without calls.
     *
     * @param bytesPerSecond of all together, positive
     * @param bytesPerSecondOfPair of each pair, positive
     */
    public RelayShares(long bytesPerSecond, long bytesPerSecondOfPair) {
        limits(bytesPerSecond, bytesPerSecondOfPair);
    }

    /**
     * Changes the limits.
     *
     * @param ofAll bytes a second of all together, positive
     * @param ofPair of each pair, positive
     */
    public void limits(long ofAll, long ofPair) {
        bytesPerSecond = ofAll;
        bytesPerSecondOfPair = ofPair;
    }

    /**
     * Lets a call have a part of its pair's share.
     *
     * @param call which
     * @param pair whose it is
     */
    public void enter(long call, RelayedPair pair) {
        Share share = pairs.computeIfAbsent(pair, Share::new);
        share.calls++;
        shares.put(call, share);
    }

    /**
     * Notes bytes of a call.
     *
     * @param call which; it entered
     * @param bytes how many were read
     * @param now monotonic nanoseconds
     * @return for how many nanoseconds nothing more is to be read of it; 0 to read on
     */
    public long took(long call, int bytes, long now) {
        Share share = Objects.requireNonNull(shares.get(call), "a call that entered");
        share.freeAt = Math.max(share.freeAt, now) + nanos(bytes, rate(now));
        freeAt = Math.max(freeAt, now) + nanos(bytes, bytesPerSecond);
        if (share.freeAt - now < AHEAD.toNanos()) {
            return 0;
        }
        long wait = Math.max(share.freeAt, freeAt) - now;
        share.hungryUntil = now + wait + HUNGRY.toNanos();
        return wait;
    }

    private static long nanos(int bytes, long perSecond) {
        return bytes * NANOS_PER_SECOND / perSecond;
    }

    private long rate(long now) {
        if (now >= countedUntil) {
            countedUntil = now + COUNTED.toNanos();
            hungry = pairs.values().stream()
                    .filter(share -> share.hungryUntil > now)
                    .count();
        }
        return Math.max(1, Math.min(bytesPerSecondOfPair, bytesPerSecond / Math.max(1, hungry)));
    }

    /**
     * Forgets a call.
     *
     * @param call which
     */
    public void leave(long call) {
        Share share = shares.remove(call);
        if (share != null && --share.calls == 0) {
            pairs.remove(share.pair);
        }
    }
}
