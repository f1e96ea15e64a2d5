package org.ringback.transport.internal;

import java.util.concurrent.Future;

/** Marks futures whose outcome is noticed elsewhere. Stateless. */
final class NettyFutures {
    private NettyFutures() {}

    /**
     * Ignores a future on purpose: the channel's pipeline reports the outcome of closing, writing and registering.
     *
     * @param outcome ignored
     */
    static void heardElsewhere(Future<?> outcome) {
        // Nothing to do: see above.
    }
}
