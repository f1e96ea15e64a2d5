package org.ringback.kernel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The one rule by which a role comes back to its server. What failed at every address is tried again after 1 s · 2ⁿ, at
 * most 5 min, or 60 s once it has worked, each ± 25 %. A knock, which costs next to nothing, is due more often than a
 * registration is refreshed, and the first sign of life ends the waiting. Belongs to one core.
 */
public final class Recovery {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofMinutes(5);
    private static final Duration LAST_ONCE_IT_WORKED = Duration.ofSeconds(60);
    private static final double SPREAD = 0.25;
    private static final int MAX_SHIFT = 9;
    private static final Duration RAREST_KNOCK = Duration.ofSeconds(23);
    /** Of a refresh: what is left of it is for the answer. */
    private static final double KNOCK_WITHIN = 0.92;

    private static final double EARLIEST_KNOCK = 0.8;

    private final RandomGenerator random;
    private int failures;
    private Duration knock = RAREST_KNOCK;
    private boolean worked;

    /**
     * Nothing failed yet.
     *
     * @param random spreads the waits, so that not all come at once
     */
    public Recovery(RandomGenerator random) {
        this.random = random;
    }

    /** {@return how long to wait: every address failed} */
    public Duration failed() {
        Duration last = worked ? LAST_ONCE_IT_WORKED : LAST;
        long plain = Math.min(FIRST.toNanos() << Math.min(failures, MAX_SHIFT), last.toNanos());
        failures++;
        return Duration.ofNanos(Math.round(plain * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }

    /** {@return how long after the last try at every address one knock at each is due} */
    public Duration knock() {
        return Duration.ofNanos(Math.round(knock.toNanos() * random.nextDouble(EARLIEST_KNOCK, 1)));
    }

    /** It works, or there is reason to think that it would: the next failure is the first. */
    public void reset() {
        failures = 0;
    }

    /** It works. */
    public void worked() {
        worked = true;
        reset();
    }

    /**
     * It works, and is to be refreshed: who is away for longer is back as soon as a refresh would have been due.
     *
     * @param refresh how often, as the server wishes
     */
    public void refreshed(Duration refresh) {
        long within = Math.round(refresh.toNanos() * KNOCK_WITHIN);
        knock = Duration.ofNanos(Math.min(RAREST_KNOCK.toNanos(), within));
        worked();
    }
}
