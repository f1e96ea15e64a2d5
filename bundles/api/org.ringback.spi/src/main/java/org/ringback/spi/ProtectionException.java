package org.ringback.spi;

import java.io.Serial;

/**
 * Thrown if the peer of a protected connection is refused or violates the protocol. Has no stack trace and is never
 * logged, as strangers can provoke it: the reason names a counter.
 */
public final class ProtectionException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why a session was refused. */
    public enum Reason {
        /** The peer's key or chain is not the one expected. */
        WRONG_KEY,
        /** The chain does not validate: dates, name, usage or signature. */
        BAD_CHAIN,
        /** The peer sent bytes that are no valid handshake, chain or record, or an alert. */
        BROKEN,
        /** The application protocol (ALPN) is missing or another one. */
        WRONG_PROTOCOL,
        /** The session was used in a state that does not allow it. */
        CLOSED
    }

    private final Reason reason;

    /**
     * Says what went wrong.
     *
     * @param reason the kind, for the counter
     * @param message the reason in words for the story; holds no secret and no raw bytes
     */
    public ProtectionException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** {@return the kind of fault} */
    public Reason reason() {
        return reason;
    }
}
