package org.ringback.api.limits;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Counts what a limit bounds, and keeps the most that there was since it was made. Whoever keeps a limit counts with it
 * in the place of a number; where a collection has the count, it is told by {@link #reached}. Thread-safe; a count that
 * rises costs one or two writes.
 */
public final class HighWater {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong most = new AtomicLong();

    /** Begins with nothing counted. */
    public HighWater() {}

    /** Counts one more. */
    public void more() {
        reached(now.incrementAndGet());
    }

    /** Counts one fewer. */
    public void fewer() {
        now.decrementAndGet();
    }

    /** {@return how many {@link #more} and {@link #fewer} counted} */
    public int now() {
        return Math.toIntExact(now.get());
    }

    /**
     * Notes how many there are, where a collection counts them.
     *
     * @param count how many
     */
    public void reached(long count) {
        if (count > most.get()) {
            most.accumulateAndGet(count, Math::max);
        }
    }

    /**
     * Tells of a limit whose use was counted here.
     *
     * @param limit which
     * @param value how many it allows
     * @return its use
     */
    public LimitUse use(Limit limit, long value) {
        return use(limit, value, now.get());
    }

    /**
     * Tells of a limit whose use a collection counts.
     *
     * @param limit which
     * @param value how many it allows
     * @param count how many there are now
     * @return its use
     */
    public LimitUse use(Limit limit, long value, long count) {
        reached(count);
        return new LimitUse(limit, value, count, most.get(), Optional.empty());
    }

    /**
     * Tells of a limit that each of several has: of the one that uses most of it now, unless none uses any.
     *
     * @param <K> the type of those who have it
     * @param limit which
     * @param value how many it allows each
     * @param counts how many each has now
     * @param who names one of them
     * @return its use
     */
    public <K> LimitUse useOfOne(Limit limit, long value, Map<K, ? extends Number> counts, Function<K, String> who) {
        return counts.entrySet().stream()
                .filter(one -> one.getValue().longValue() > 0)
                .max(Comparator.comparingLong(one -> one.getValue().longValue()))
                .map(one -> use(limit, value, one.getValue().longValue()).by(Optional.of(who.apply(one.getKey()))))
                .orElseGet(() -> use(limit, value, 0));
    }
}
