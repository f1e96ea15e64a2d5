package org.ringback.transport.internal;

import java.util.concurrent.Future;

/** What happens to futures whose outcome shows elsewhere. */
final class NettyFutures {
    private NettyFutures() {}

    /**
     * Leaves a future alone, visibly: the outcome of closing, writing and registering comes back through the channel's
     * pipeline, where it is heard.
     *
     * @param outcome nobody waits for it
     */
    static void heardElsewhere(Future<?> outcome) {
        // Nothing to do: see above.
    }
}
