package org.ringback.simulator;

/** What a ring must come to. */
enum Demand {
    /** There is no excuse: it must be answered. */
    ANSWERED,
    /** It is answered, or a fault that befell explains why not. */
    ANSWERED_OR_EXPLAINED,
    /** It must not be answered; the test looks at the reason. */
    REFUSED
}
