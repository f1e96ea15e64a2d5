package org.ringback.issuer.core;

import org.ringback.api.RingReason;

/** The states of a ring at the issuer (docs/protocol.md). */
enum RingState {
    DIALLING,
    OPENING_PORT,
    ASKED,
    EXPECTED,
    ANSWERED,
    OVER;

    /** {@return whether it is neither answered nor over} */
    boolean pending() {
        return this != ANSWERED && this != OVER;
    }

    /** {@return why a ring is over that was in this state for too long} */
    RingReason tooLong() {
        return switch (this) {
            case DIALLING -> RingReason.SERVER_UNREACHABLE;
            case OPENING_PORT, ASKED -> RingReason.SERVER_LOST;
            case EXPECTED, ANSWERED, OVER -> RingReason.NO_RESULT;
        };
    }
}
