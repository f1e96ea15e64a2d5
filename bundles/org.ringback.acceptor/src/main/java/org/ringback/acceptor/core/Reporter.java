package org.ringback.acceptor.core;

import org.ringback.wire.Outcome;

/** Tells the server how one ring goes. */
interface Reporter {
    /**
     * Reports; anything but {@link Outcome#CALLING} is the last report of a ring.
     *
     * @param outcome how it goes
     * @param turn takes the actions
     */
    void report(Outcome outcome, Turn turn);
}
