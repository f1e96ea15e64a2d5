package org.ringback.transport;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Moment;

/**
 * One thread's worth of serial work with a clock and timers. Tasks run one after the other, in order; none may block,
 * for the thread may serve other loops too. Thread-safe.
 */
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

    /**
     * Ends the loop and closes what is still open on it, but for detached sockets; later tasks are dropped. Handlers of
     * connections still hear {@code closed}. Called off the loops it returns when nothing runs on this one any more.
     */
    @Override
    void close();
}
