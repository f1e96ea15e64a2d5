package org.ringback.kernel;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Protection;
import org.ringback.spi.ConnectionProtection;

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

    /**
     * The provider of a protection, if it is there.
     *
     * @param wanted which protection
     * @param running the providers of the moment; null for one that is not there
     * @return the provider
     */
    public static Optional<ConnectionProtection> find(Protection wanted, @Nullable ConnectionProtection... running) {
        return Arrays.stream(running)
                .filter(Objects::nonNull)
                .filter(provider -> provider.protection() == wanted)
                .findFirst();
    }

    /**
     * The provider of a protection that must be there: nobody takes another one instead.
     *
     * @param wanted which protection
     * @param running the providers of the moment; null for one that is not there
     * @return the provider
     * @throws IllegalStateException if it is not there; says what to do
     */
    public static ConnectionProtection present(Protection wanted, @Nullable ConnectionProtection... running) {
        return find(wanted, running)
                .orElseThrow(() -> new IllegalStateException(
                        "protection " + wanted.label() + ": no bundle for it is running; start " + bundle(wanted)));
    }

    private static String bundle(Protection protection) {
        return switch (protection) {
            case TLS13 -> "org.ringback.crypto";
            case CERTIFICATE_FIRST -> "org.ringback.crypto.certificatefirst";
        };
    }
}
