package org.ringback.acceptor.core;

/** Tells the server how one ring goes. */
interface Reporter {
    /**
     * Reports.
     *
     * @param report how it goes
     * @param turn takes the actions
     */
    void report(Report report, Turn turn);
}
