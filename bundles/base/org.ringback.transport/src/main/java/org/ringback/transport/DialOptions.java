package org.ringback.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How to dial. Immutable.
 *
 * @param remote a resolved address
 * @param local address and port to dial from; empty for any
 * @param sharedPort whether a listener may stand beside it on the local port (SO_REUSEPORT; Linux)
 * @param limit how long it may take; positive
 */
public record DialOptions(
        InetSocketAddress remote, Optional<InetSocketAddress> local, boolean sharedPort, Duration limit) {
    /** Checks that the address is resolved and the limit positive. */
    public DialOptions {
        if (remote.isUnresolved()) {
            throw new IllegalArgumentException("address: " + remote + " (expected: a resolved one)");
        }
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: more than none)");
        }
    }

    /**
     * Dials from any local port.
     *
     * @param remote a resolved address
     * @param limit how long it may take
     * @return the options
     */
    public static DialOptions to(InetSocketAddress remote, Duration limit) {
        return new DialOptions(remote, Optional.empty(), false, limit);
    }
}
