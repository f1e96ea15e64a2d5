package org.ringback.acceptor.core;

import org.ringback.kernel.Turn;

/** Carries the reports of one ring to the server. */
interface Reporter {
    /**
     * Reports.
     *
     * @param report how it goes
     * @param turn takes the actions
     */
    void report(Report report, Turn turn);
}
