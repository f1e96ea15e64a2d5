package org.ringback.transport;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Moment;

/**
 * Runs tasks one after the other, in order, on one thread; has a clock and timers. No task may block, as the thread may
 * serve other loops too. Thread-safe.
 */
@ProviderType
public interface Loop extends Executor, AutoCloseable {
    /** {@return the present reading of both clocks} */
    Moment now();

    /**
     * Runs a task later.
     *
     * @param delay from now
     * @param task runs on the loop
     * @return run it to cancel the task, if that has not begun; from any thread
     */
    Runnable schedule(Duration delay, Runnable task);

    /** {@return whether the caller runs on this loop} */
    boolean inLoop();

    /**
     * Ends the loop and closes what is still open on it, except detached sockets; drops later tasks. Handlers of
     * connections are still told {@code closed}. If the caller is not on a loop itself, returns when nothing runs on
     * this one any more.
     */
    @Override
    void close();
}
