package org.ringback.api.control;

import java.net.InetSocketAddress;

/**
 * A wish for a local port whose connections become conversations with equipment. Immutable.
 *
 * @param local where to listen: a loopback address; port 0 picks a free one
 * @param request how to ring while no call stands
 */
public record Forward(InetSocketAddress local, RingRequest request) {
    /** Checks the address. */
    public Forward {
        if (local.isUnresolved() || !local.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "local: " + local.getHostString() + " (expected: a loopback address, for example 127.0.0.1)");
        }
    }
}
