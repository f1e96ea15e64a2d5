package org.ringback.kernel;

import java.util.Optional;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.transport.CloseReason;

/** How a connection ended, as far as a core cares: the transport's kinds, and what was wrong with a peer's proof. */
public enum CloseKind {
    /** This side closed it. */
    CLOSED_HERE,
    /** The peer closed it in order. */
    CLOSED_THERE,
    /** Nobody listens there. */
    REFUSED,
    /** This machine has no route there, or none of that address family. */
    NO_ROUTE,
    /** This machine gave no socket, or not the local address that was asked for. */
    NOT_DIALLED,
    /** Dialling or the handshake took too long. */
    TIMED_OUT,
    /** Reset, or another failure of the network. */
    BROKEN,
    /** The peer proved another key, or a chain of another CA, than was expected. */
    WRONG_KEY,
    /** The peer's chain is of the right CA and does not hold: its dates, its name or its usage. */
    BAD_CHAIN,
    /** The peer does not speak as it should, or broke the protection. */
    PROTECTION,
    /** Our own limit of handshakes was reached. */
    OVERLOADED;

    /**
     * Finds the kind.
     *
     * @param reason what the transport says
     * @return the kind for a core
     */
    public static CloseKind of(CloseReason reason) {
        if (reason.fault().equals(Optional.of(Reason.WRONG_KEY))) {
            return WRONG_KEY;
        }
        return reason.fault().equals(Optional.of(Reason.BAD_CHAIN))
                ? BAD_CHAIN
                : valueOf(reason.kind().name());
    }
}
