package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;

/** Tells the core what the system measured on a connection, at once and without waiting. */
public interface RoundTripSource {
    /**
     * The smallest round trip on a connection.
     *
     * @param connection its number
     * @return the time; empty if the system does not tell it, or the connection is over
     */
    Optional<Duration> smallest(long connection);
}
