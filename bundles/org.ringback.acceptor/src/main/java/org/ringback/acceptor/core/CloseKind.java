package org.ringback.acceptor.core;

/** How a connection ended, as far as the protocol cares. */
public enum CloseKind {
    /** We closed it. */
    CLOSED_HERE,
    /** The peer closed it in order. */
    CLOSED_THERE,
    /** Nobody listens there. */
    REFUSED,
    /** This host has no route there, or none of that address family. */
    NO_ROUTE,
    /** Dialling, handshake or an answer took too long. */
    TIMED_OUT,
    /** Reset, or another failure of the network. */
    BROKEN,
    /** The peer proved another key than the one expected. */
    WRONG_KEY,
    /** The peer could not be proved for another reason, or broke the protocol. */
    PROTECTION,
    /** Our own limit was reached. */
    OVERLOADED
}
