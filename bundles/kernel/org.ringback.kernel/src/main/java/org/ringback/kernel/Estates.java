package org.ringback.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps what a role that is exchanged leaves to its successor, as bytes ({@link EstateWriter}), so that nothing of the
 * former bundle's classes stays reachable. An OSGi service; thread-safe.
 */
@ProviderType
public interface Estates {
    /** How long an estate is worth something: what it says is about this moment. */
    Duration KEPT = Duration.ofSeconds(60);

    /**
     * Tells whether a component that is deactivated should leave an estate and keep its sockets open, as a successor may
     * come: unless the whole program ends, or a person takes away its configuration or disables it.
     *
     * @param reason why it is deactivated, as Declarative Services tells a deactivate method
     * @return whether
     */
    boolean mayBeSucceeded(int reason);

    /**
     * Leaves an estate, in the place of one of the same name that nobody took.
     *
     * @param name of the role
     * @param estate its state; not to be used by the caller afterwards
     */
    void leave(String name, byte[] estate);

    /**
     * Takes the estate of a predecessor; nobody else is given it.
     *
     * @param name of the role
     * @return the estate, to be read by {@link EstateReader#read}; empty if none was left, or too long ago
     */
    Optional<byte[]> take(String name);

    /**
     * Starts with the estate of a predecessor. If that fails, the estate is left for whoever starts next, as the bundle
     * before may come back.
     *
     * @param <T> what is started
     * @param name of the role
     * @param start is given the estate, if there is one
     * @return what it started
     */
    default <T> T succeed(String name, Function<Optional<byte[]>, T> start) {
        Optional<byte[]> left = take(name);
        byte[] kept = left.map(byte[]::clone).orElseGet(() -> new byte[0]);
        boolean started = false;
        try {
            T successor = start.apply(left);
            started = true;
            return successor;
        } finally {
            if (started || left.isEmpty()) {
                Arrays.fill(kept, (byte) 0);
            } else {
                leave(name, kept);
            }
        }
    }
}
