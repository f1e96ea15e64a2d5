package org.ringback.acceptor.core;

import org.ringback.kernel.Turn;

/** Sends the reports of one ring to the server. */
interface Reporter {
    /**
     * Sends a report.
     *
     * @param report the report
     * @param turn takes the actions
     */
    void report(Report report, Turn turn);
}
