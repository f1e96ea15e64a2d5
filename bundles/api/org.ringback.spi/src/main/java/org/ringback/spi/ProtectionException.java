package org.ringback.spi;

import java.io.Serial;

/**
 * The peer's fault on a protected connection: cheap, without a stack trace, never logged for strangers. The reason is
 * a counter's name.
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
        /** Bytes that are no valid handshake, chain or record, or an alert from the peer. */
        BROKEN,
        /** The application protocol (ALPN) is missing or another one. */
        WRONG_PROTOCOL,
        /** Used in a state that does not allow it. */
        CLOSED
    }

    private final Reason reason;

    /**
     * Says what went wrong.
     *
     * @param reason the kind, for the counter
     * @param message for the story; holds no secret and no raw bytes
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
