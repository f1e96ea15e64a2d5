package org.ringback.acceptor.core;

import java.io.Serial;
import java.util.Optional;
import org.ringback.api.RingReason;
import org.ringback.api.ToldReason;

/**
 * Thrown if a ring is refused: no packet is sent to the issuer. The message is for the gateway's own story. Has no
 * stack trace.
 */
final class RefusedRing extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String counter;
    private final transient Optional<ToldReason> told;

    private RefusedRing(String counter, String why, Optional<ToldReason> told) {
        super(why, null, false, false);
        this.counter = counter;
        this.told = told;
    }

    /** A refusal of which the issuer is told nothing, as it did not prove its grant. */
    static RefusedRing untold(String counter, String why) {
        return new RefusedRing(counter, why, Optional.empty());
    }

    static RefusedRing told(String counter, String why, RingReason reason) {
        return told(counter, why, new ToldReason(reason));
    }

    static RefusedRing told(String counter, String why, ToldReason reason) {
        return new RefusedRing(counter, why, Optional.of(reason));
    }

    /** {@return the reason as a counter's name} */
    String counter() {
        return counter;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    /** {@return what the issuer is told; empty if it did not prove its grant} */
    Optional<ToldReason> told() {
        return told;
    }
}
