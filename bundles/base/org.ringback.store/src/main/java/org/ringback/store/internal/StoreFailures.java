package org.ringback.store.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns whatever went wrong with the file into an IOException, as {@code Store} promises. Stateless. */
final class StoreFailures {
    private StoreFailures() {}

    /** What the disk itself said is what a person reads; MVStore says it in the cause of an exception of its own. */
    static IOException of(@Nullable Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof IOException said) {
                return one == cause ? said : new IOException(said.getMessage(), cause);
            }
        }
        return new IOException("store: " + cause, cause);
    }
}
