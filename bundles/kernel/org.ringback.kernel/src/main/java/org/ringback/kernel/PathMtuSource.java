package org.ringback.kernel;

import java.util.OptionalInt;

/** Tells a core how long a packet the path of a connection takes whole, at once and without waiting. */
public interface PathMtuSource {
    /**
     * The path MTU of a connection, as far as the system knows it.
     *
     * @param connection its number
     * @return in bytes; empty if the system does not tell it, or the connection is over
     */
    OptionalInt of(long connection);
}
