package org.ringback.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to dial. Immutable.
 *
 * @param remote a resolved address
 * @param local address and port to dial from; empty for any
 * @param sharedPort whether a listener may stand beside it on the local port (SO_REUSEPORT; Linux)
 * @param limit how long it may take; positive
 * @param repeats how often the system sends its SYN again at most (TCP_SYNCNT; Linux); empty leaves that to it
 */
public record DialOptions(
        InetSocketAddress remote,
        Optional<InetSocketAddress> local,
        boolean sharedPort,
        Duration limit,
        OptionalInt repeats) {
    /** Checks that the address is resolved, and that limit and repeats are positive. */
    public DialOptions {
        if (remote.isUnresolved()) {
            throw new IllegalArgumentException("address: " + remote + " (expected: a resolved one)");
        }
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: more than none)");
        }
        if (repeats.isPresent() && repeats.getAsInt() < 1) {
            throw new IllegalArgumentException("repeats: " + repeats.getAsInt() + " (expected: at least 1)");
        }
    }

    /**
     * Leaves it to the system how often it sends its SYN again.
     *
     * @param remote a resolved address
     * @param local address and port to dial from; empty for any
     * @param sharedPort whether a listener may stand beside it on the local port (SO_REUSEPORT; Linux)
     * @param limit how long it may take; positive
     */
    public DialOptions(
            InetSocketAddress remote, Optional<InetSocketAddress> local, boolean sharedPort, Duration limit) {
        this(remote, local, sharedPort, limit, OptionalInt.empty());
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
