package org.ringback.kernel;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EndedRing;

/** Tells one listener of a core's rings that end; as long as nobody listens, the core keeps the latest. Thread-safe. */
final class EndedRings {
    private final Core core;
    private final Executor loop;
    private volatile @Nullable Consumer<EndedRing> listener;

    EndedRings(Core core, Executor loop) {
        this.core = core;
        this.loop = loop;
    }

    /** Tells somebody from now on, and soon of those that nobody was told; ends by running what it returns. */
    Runnable listen(Consumer<EndedRing> told) {
        listener = told;
        loop.execute(this::tell);
        return () -> {
            if (listener == told) {
                listener = null;
            }
        };
    }

    /** Tells what ended since the last time; on the loop. */
    void tell() {
        Consumer<EndedRing> told = listener;
        if (told != null) {
            core.takeEnded().forEach(told);
        }
    }
}
