package org.ringback.simulator.tcp;

/** Why a dial came to nothing, as a kernel says it. */
public enum DialFailure {
    /** ECONNREFUSED: a reset answered the SYN. */
    REFUSED,
    /** ECONNRESET: a reset came when SYNs had crossed. */
    RESET,
    /** ETIMEDOUT, or the caller's own limit: no answer. */
    TIMED_OUT,
    /** EADDRINUSE: something else has the local port, and does not share it. */
    IN_USE,
    /**
     * EADDRNOTAVAIL: the local address is none of this machine's, or there is a connection of this local and remote address
     * already, a half-open one of a listener too.
     */
    NOT_AVAILABLE,
    /** ENETUNREACH: this machine has no such address family. */
    NO_ROUTE
}
