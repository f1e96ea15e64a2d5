package org.ringback.issuer.core;

/** How a connection ended, as far as the protocol cares. */
public enum CloseKind {
    /** This side closed it. */
    CLOSED_HERE,
    /** The peer closed it in order. */
    CLOSED_THERE,
    /** Nobody listens there. */
    REFUSED,
    /** This machine has no route there, or none of that address family. */
    NO_ROUTE,
    /** Dialling or the handshake took too long. */
    TIMED_OUT,
    /** Reset, or another failure of the network. */
    BROKEN,
    /** The peer could not be proved, or broke the protection. */
    PROTECTION,
    /** Our own limit of handshakes was reached. */
    OVERLOADED
}
