package org.ringback.simulator;

/** How a connection ended, by the names of the cores' kinds. */
enum Close {
    CLOSED_HERE,
    CLOSED_THERE,
    REFUSED,
    TIMED_OUT,
    BROKEN,
    WRONG_KEY,
    PROTECTION
}
