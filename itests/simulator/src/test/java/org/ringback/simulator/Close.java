package org.ringback.simulator;

/** How a connection ended, as the transport tells its drivers; each core has an enum of its own with these names. */
enum Close {
    CLOSED_HERE,
    CLOSED_THERE,
    REFUSED,
    TIMED_OUT,
    BROKEN,
    /** The acceptor's core tells this from other faults of the protection; the other two do not. */
    WRONG_KEY,
    PROTECTION
}
