package org.ringback.store.internal;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a start for a reason that no older data could mend: another process has the store, or it is unknown what was
 * revoked.
 */
final class StoreRefusal extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    StoreRefusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
