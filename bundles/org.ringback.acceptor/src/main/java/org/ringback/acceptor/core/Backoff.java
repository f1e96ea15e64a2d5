package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** 1 s · 2ⁿ, at most 5 min, each ± 25 %: what failed is tried again, and not by all gateways at once. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofMinutes(5);
    private static final double SPREAD = 0.25;
    private static final int MAX_SHIFT = 9;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long plain = Math.min(FIRST.toNanos() << Math.min(failures, MAX_SHIFT), LAST.toNanos());
        failures++;
        return Duration.ofNanos(Math.round(plain * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }

    void reset() {
        failures = 0;
    }
}
