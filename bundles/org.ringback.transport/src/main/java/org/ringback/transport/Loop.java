package org.ringback.transport;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Moment;

/** One thread's worth of serial work with a clock and timers. Tasks run one after the other, in order. Thread-safe. */
@ProviderType
public interface Loop extends Executor, AutoCloseable {
    /** {@return both clocks now} */
    Moment now();

    /**
     * Runs a task later.
     *
     * @param delay from now
     * @param task runs on the loop
     * @return cancels it if it has not begun; may be called from any thread
     */
    Runnable schedule(Duration delay, Runnable task);

    /** {@return whether the caller runs on this loop} */
    boolean inLoop();

    /** Ends the loop and closes what is still open on it, but for detached ports; later tasks are dropped. */
    @Override
    void close();
}
