package org.ringback.store.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong at the file into the one exception that the store promises. Stateless. */
final class StoreFailures {
    private StoreFailures() {}

    static IOException of(@Nullable Throwable cause) {
        return cause instanceof IOException e ? e : new IOException("store: " + cause, cause);
    }
}
