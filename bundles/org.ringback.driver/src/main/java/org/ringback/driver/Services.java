package org.ringback.driver;

import org.jspecify.annotations.Nullable;

/** Services that may come and go. Stateless. */
public final class Services {
    private Services() {}

    /**
     * A service, if it is there.
     *
     * @param <T> its type
     * @param service as the component runtime set it
     * @param type its type, for the words
     * @return the service
     * @throws IllegalStateException if it is not there; says what to do
     */
    public static <T> T present(@Nullable T service, Class<T> type) {
        if (service == null) {
            throw new IllegalStateException(
                    type.getSimpleName() + ": no such service is running (expected: start org.ringback.crypto)");
        }
        return service;
    }
}
