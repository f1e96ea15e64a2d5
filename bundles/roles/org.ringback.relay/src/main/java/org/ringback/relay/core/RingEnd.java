package org.ringback.relay.core;

import java.util.Optional;
import org.ringback.wire.Absence;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Outcome;

/**
 * How a ring ends, and what its issuer is told. Immutable.
 *
 * @param outcome what to tell the issuer after the Connect Answer; empty to tell nothing
 * @param beside what to tell it before that, and in addition to the outcome
 * @param reason in words, for the story; empty if it was reached
 */
record RingEnd(Optional<Outcome> outcome, RingRefusal beside, String reason) {
    static final RingEnd REACHED = new RingEnd(Optional.of(Outcome.REACHED), RingRefusal.of(ErrorCodes.NO_ANSWER), "");

    /** The end of a ring that the acceptor reported as not reached. */
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

    /** The end of a ring whose issuer is not there any more. */
    static RingEnd untold(String reason) {
        return new RingEnd(Optional.empty(), RingRefusal.of(ErrorCodes.NO_ANSWER), reason);
    }

    boolean reached() {
        return outcome.filter(Outcome.REACHED::equals).isPresent();
    }
}
