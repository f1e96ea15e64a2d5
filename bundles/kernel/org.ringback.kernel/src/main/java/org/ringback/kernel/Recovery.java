package org.ringback.kernel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides when a role tries its server again after all addresses failed: after 1 s · 2ⁿ, at most 5 min, or 60 s if the
 * server has worked before, each ± 25 %. Meanwhile cheap knocks are due, more often than a registration is refreshed;
 * the first answer to one ends the wait. Belongs to one core.
 */
public final class Recovery {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofMinutes(5);
    private static final Duration LAST_ONCE_IT_WORKED = Duration.ofSeconds(60);
    private static final double SPREAD = 0.25;
    private static final int MAX_SHIFT = 9;
    private static final Duration RAREST_KNOCK = Duration.ofSeconds(23);
    /** The fraction of a refresh interval after which a knock is due; the rest is time for its answer. */
    private static final double KNOCK_WITHIN = 0.92;

    private static final double EARLIEST_KNOCK = 0.8;

    private final RandomGenerator random;
    private int failures;
    private Duration knock = RAREST_KNOCK;
    private boolean worked;

    /**
     * Begins without a failure.
     *
     * @param random spreads the waits, so that not all devices come at once
     */
    public Recovery(RandomGenerator random) {
        this.random = random;
    }

    /** {@return how long to wait after every address failed} */
    public Duration failed() {
        Duration last = worked ? LAST_ONCE_IT_WORKED : LAST;
        long plain = Math.min(FIRST.toNanos() << Math.min(failures, MAX_SHIFT), last.toNanos());
        failures++;
        return Duration.ofNanos(Math.round(plain * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }

    /** {@return how long after the last tries a knock at each address is due} */
    public Duration knock() {
        return Duration.ofNanos(Math.round(knock.toNanos() * random.nextDouble(EARLIEST_KNOCK, 1)));
    }

    /** Forgets failures, because the server works or may work again: the next failure counts as the first. */
    public void reset() {
        failures = 0;
    }

    /** Notes that the server works. */
    public void worked() {
        worked = true;
        reset();
    }

    /**
     * Notes that the server works and wishes refreshes: knocks are then so frequent that a device is back within one
     * refresh interval.
     *
     * @param refresh the refresh interval that the server wishes
     */
    public void refreshed(Duration refresh) {
        long within = Math.round(refresh.toNanos() * KNOCK_WITHIN);
        knock = Duration.ofNanos(Math.min(RAREST_KNOCK.toNanos(), within));
        worked();
    }
}
