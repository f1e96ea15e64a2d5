package org.ringback.api;

import java.time.Duration;

/**
 * Why a ring was not answered, as a gateway tells it to an issuer that proved its grant. Immutable.
 *
 * @param reason one that a gateway may tell
 * @param retry how long to wait before ringing again makes sense, in whole seconds, at most 65,535; zero if waiting
 *     does not help or nobody knows
 */
public record ToldReason(RingReason reason, Duration retry) {
    private static final int MAX_SECONDS = 65_535;

    /** Checks that a gateway may tell the reason, and limits the time to what the wire can carry. */
    public ToldReason {
        if (!reason.told()) {
            throw Checks.bad("reason", reason, "one that a gateway tells");
        }
        if (retry.isNegative()) {
            throw Checks.bad("retry", retry, "not negative");
        }
        retry = Duration.ofSeconds(Math.min(MAX_SECONDS, retry.toSeconds()));
    }

    /**
     * A reason with which waiting does not help.
     *
     * @param reason one that a gateway may tell
     */
    public ToldReason(RingReason reason) {
        this(reason, Duration.ZERO);
    }
}
