package org.ringback.store.internal;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Refused whatever else is there to start from: another process has the store, or what was revoked is not known. */
final class StoreRefusal extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    StoreRefusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
