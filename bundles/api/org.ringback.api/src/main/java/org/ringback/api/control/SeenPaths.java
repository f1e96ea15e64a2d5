package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server saw of the paths to a device beside its address, each as of the latest ring that showed it; empty where
 * none did since the device is at that IP address. Immutable.
 *
 * @param answered by which way the latest ring that was answered went, if that can be told
 * @param punches of equipment: whether its gateway said that it dials at the same moment as the issuer
 * @param bound of equipment: address and port from which its gateway took the second connection request
 * @param translated of an issuer: whether it said another address of its own than it is seen at
 */
public record SeenPaths(
        Optional<Way> answered,
        Optional<Boolean> punches,
        Optional<InetSocketAddress> bound,
        Optional<Boolean> translated) {
    /** Nothing was seen. */
    public static final SeenPaths NOTHING =
            new SeenPaths(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The ways of a call that a server tells apart. */
    public enum Way {
        /** The two ends met, whoever dialled. */
        DIRECT,
        /** Both ends came to the server's relay, and were there still as the ring was reported to be answered. */
        RELAYED;

        /** {@return the way in words} */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A ring was answered.
     *
     * @param by which way it went, if that can be told
     * @return the same with it
     */
    public SeenPaths answered(Optional<Way> by) {
        return new SeenPaths(by, punches, bound, translated);
    }

    /**
     * A gateway took the second connection request of a ring.
     *
     * @param punch whether it said that it dials at the same moment as the issuer
     * @param from address and port of its connection, as the server observed them
     * @return the same with it
     */
    public SeenPaths bound(boolean punch, InetSocketAddress from) {
        return new SeenPaths(answered, Optional.of(punch), Optional.of(from), translated);
    }

    /**
     * An issuer rang.
     *
     * @param elsewhere whether it said another address of its own than it is seen at
     * @return the same with it
     */
    public SeenPaths translated(boolean elsewhere) {
        return new SeenPaths(answered, punches, bound, Optional.of(elsewhere));
    }
}
