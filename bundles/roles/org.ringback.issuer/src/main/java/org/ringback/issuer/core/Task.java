package org.ringback.issuer.core;

import org.ringback.kernel.Turn;

/** A ring, an enrolment or a question that is under way. Belongs to the core's thread. */
interface Task {
    /** {@return monotonic nanoseconds at which {@link #tick} is wanted} */
    long wakeAt();

    /** Called when that time may have passed. */
    void tick(Turn turn);

    /** {@return whether somebody waits for its outcome} */
    default boolean pending() {
        return !over();
    }

    /** {@return whether it is done, and owns no connection any more} */
    boolean over();

    /** Ends the task early. */
    void stop(String why, Turn turn);
}
