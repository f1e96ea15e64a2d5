package org.ringback.spi;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a connection ended. Immutable.
 *
 * @param kind the kind of end
 * @param detail in words, for a story; no raw bytes
 * @param fault what was wrong with the protection, if that ended it
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
        /** The peer proved another key, or a chain of another CA, than was expected. */
        WRONG_KEY,
        /** The peer's chain is of the right CA and does not hold: its dates, its name or its usage. */
        BAD_CHAIN,
        /** The peer does not speak as it should, or broke the protection. */
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

    /**
     * An end by a fault of the protection.
     *
     * @param fault what was wrong
     * @return the reason
     */
    public static CloseReason of(ProtectionException fault) {
        Kind kind =
                switch (fault.reason()) {
                    case WRONG_KEY -> Kind.WRONG_KEY;
                    case BAD_CHAIN -> Kind.BAD_CHAIN;
                    default -> Kind.PROTECTION;
                };
        String message = fault.getMessage();
        return new CloseReason(kind, message == null ? fault.reason().name() : message, Optional.of(fault.reason()));
    }

    /** {@return the end as the last part of a counter's name, such as {@code wrong-key}} */
    public String label() {
        return fault.map(Enum::name)
                .orElse(kind.name())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    @Override
    public String toString() {
        return detail;
    }
}
