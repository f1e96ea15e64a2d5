package org.ringback.issuer.core;

import org.ringback.kernel.Turn;

/** Something under way: a ring, or an enrolment. Belongs to the core's thread. */
interface Task {
    /** {@return monotonic nanoseconds at which {@link #tick} is wanted} */
    long wakeAt();

    /** That time may have passed. */
    void tick(Turn turn);

    /** {@return whether it is done: it owns nothing any more} */
    boolean over();

    /** Ends it from outside. */
    void stop(String why, Turn turn);
}
