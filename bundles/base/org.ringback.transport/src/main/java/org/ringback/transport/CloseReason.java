package org.ringback.transport;

import java.util.Optional;
import org.ringback.spi.ProtectionException;

/**
 * Why a connection ended. Immutable.
 *
 * @param kind the kind of end
 * @param detail in words, for a story; no raw bytes
 * @param fault with {@link Kind#PROTECTION} what was wrong
 */
public record CloseReason(Kind kind, String detail, Optional<ProtectionException.Reason> fault) {
    /** The kinds of end. */
    public enum Kind {
        /** We closed it. */
        CLOSED_HERE,
        /** The peer closed it in order (FIN, or the protection's own close). */
        CLOSED_THERE,
        /** Nobody listens there: a host said so. */
        REFUSED,
        /** This machine has no route there, or none of that address family: nothing was sent. */
        NO_ROUTE,
        /** This machine gave no socket, or not the local address that was asked for: nothing was sent. */
        NOT_DIALLED,
        /** Dialling or the handshake took too long. */
        TIMED_OUT,
        /** Reset, or another failure of the network. */
        BROKEN,
        /** The peer could not be proved, or broke the protection. */
        PROTECTION,
        /** Our own limit of handshakes was reached. */
        OVERLOADED
    }

    /**
     * An end without a fault of the protection.
     *
     * @param kind the kind
     * @param detail in words
     * @return the reason
     */
    public static CloseReason of(Kind kind, String detail) {
        return new CloseReason(kind, detail, Optional.empty());
    }

    @Override
    public String toString() {
        return detail;
    }
}
