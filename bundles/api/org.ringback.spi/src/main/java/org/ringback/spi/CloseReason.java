package org.ringback.spi;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a connection ended. Immutable.
 *
 * @param kind the kind of end
 * @param detail the reason in words, for a story; no raw bytes
 * @param fault what was wrong with the protection, if that ended it
 */
public record CloseReason(Kind kind, String detail, Optional<ProtectionException.Reason> fault) {
    /** The kinds of end. */
    public enum Kind {
        /** This end closed the connection. */
        CLOSED_HERE,
        /** The peer closed the connection in order (FIN, or the protection's own close). */
        CLOSED_THERE,
        /** Nobody listens at the address, as its host answered. */
        REFUSED,
        /** This machine has no route to the address: nothing was sent. */
        NO_ROUTE,
        /** This machine had no free socket, or does not have the local address asked for: nothing was sent. */
        NOT_DIALLED,
        /** Dialling or the handshake took too long. */
        TIMED_OUT,
        /** The connection was reset, or the network failed otherwise. */
        BROKEN,
        /** The peer proved another key, or a chain of another CA, than was expected. */
        WRONG_KEY,
        /** The peer's chain is of the right CA but not valid: its dates, its name or its usage. */
        BAD_CHAIN,
        /** The peer violated the protection's protocol. */
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
