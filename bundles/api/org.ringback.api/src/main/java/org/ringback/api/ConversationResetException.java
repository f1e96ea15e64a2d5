package org.ringback.api;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown from a conversation that the other end, or the service behind it, has reset. */
public final class ConversationResetException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable RingReason reason;

    /**
     * Makes the exception.
     *
     * @param message what the other end said, in words
     * @param reason what that says about the service asked for; empty if nothing
     */
    public ConversationResetException(String message, Optional<RingReason> reason) {
        super(message);
        this.reason = reason.orElse(null);
    }

    /**
     * What the reset says about the service asked for.
     *
     * @return {@link RingReason#NO_SUCH_SERVICE}, {@link RingReason#SERVICE_DOWN}, {@link RingReason#SERVICE_LIMIT},
     *     {@link RingReason#SERVICE_BROKE}, or empty
     */
    public Optional<RingReason> reason() {
        return Optional.ofNullable(reason);
    }
}
