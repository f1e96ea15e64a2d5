package org.ringback.acceptor.core;

import java.util.concurrent.TimeUnit;

/** One a second with a burst of three: how often a proved server may wake one piece of equipment. */
final class WakeUpRate {
    private static final int BURST = 3;
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private double tokens = BURST;
    private long countedAt;
    private boolean started;

    boolean take(long nanos) {
        if (started) {
            tokens = Math.min(BURST, tokens + (nanos - countedAt) / (double) INTERVAL);
        }
        started = true;
        countedAt = nanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
