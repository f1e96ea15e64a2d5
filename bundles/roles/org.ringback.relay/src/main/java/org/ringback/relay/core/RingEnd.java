package org.ringback.relay.core;

import java.util.Optional;
import org.ringback.wire.Absence;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Outcome;

/**
 * How a ring ends. Immutable.
 *
 * @param outcome what its issuer is told after the Connect Answer; empty if it is told nothing
 * @param beside what it is told before that, and beside the outcome
 * @param reason in words, for the story; empty if it was reached
 */
record RingEnd(Optional<Outcome> outcome, RingRefusal beside, String reason) {
    static final RingEnd REACHED = new RingEnd(Optional.of(Outcome.REACHED), RingRefusal.of(ErrorCodes.NO_ANSWER), "");

    /** The acceptor said so, and why, if it likes. */
    static RingEnd notReached(String reason) {
        return refused(RingRefusal.of(ErrorCodes.NO_ANSWER), reason);
    }

    static RingEnd because(Absence absence, String reason) {
        return refused(RingRefusal.because(absence), reason);
    }

    static RingEnd refused(RingRefusal refusal, String reason) {
        // [RING-26] nothing else of a report does, and every outcome but reached is not reached.
        return new RingEnd(Optional.of(Outcome.NOT_REACHED), refusal, reason);
    }

    /** Nobody is there to be told. */
    static RingEnd untold(String reason) {
        return new RingEnd(Optional.empty(), RingRefusal.of(ErrorCodes.NO_ANSWER), reason);
    }

    boolean reached() {
        return outcome.filter(Outcome.REACHED::equals).isPresent();
    }
}
