package org.ringback.simulator.tcp;

import java.time.Duration;

/** Virtual time. For one thread. */
public interface Timeline {
    /** {@return the time, in nanoseconds since any moment} */
    long now();

    /**
     * Plans something.
     *
     * @param delay when, from now; not negative
     * @param action what
     */
    void in(Duration delay, Runnable action);
}
