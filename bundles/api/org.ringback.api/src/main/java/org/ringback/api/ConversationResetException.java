package org.ringback.api;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The other end, or what is behind it, does not go on with a conversation. */
public final class ConversationResetException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable RingReason reason;

    /**
     * An end by reset.
     *
     * @param message what was said, in words
     * @param reason what that means of the service asked for; empty if the code says nothing of it
     */
    public ConversationResetException(String message, Optional<RingReason> reason) {
        super(message);
        this.reason = reason.orElse(null);
    }

    /**
     * Why, as far as it concerns the service.
     *
     * @return {@link RingReason#NO_SUCH_SERVICE}, {@link RingReason#SERVICE_DOWN}, {@link RingReason#SERVICE_LIMIT},
     *     {@link RingReason#SERVICE_BROKE}, or empty
     */
    public Optional<RingReason> reason() {
        return Optional.ofNullable(reason);
    }
}
