package org.ringback.simulator;

import java.time.Duration;

/**
 * How bad the net is. Immutable.
 *
 * @param loss share of datagrams lost
 * @param duplication share of datagrams that come twice
 * @param replays share of datagrams after which somebody sends an old one again, as it was
 * @param jitter a datagram takes up to so much longer than the one before it, so that it may overtake
 * @param slowness a TCP segment takes up to so much longer
 * @param refusal share of dials that are refused
 * @param cut share of TCP connections that break soon
 * @param blackHole share of dials and TCP connections that fall silent
 * @param diskFailure share of writes that fail
 * @param silentFamily an address family, 4 or 6, that carries nothing new; 0 for none
 * @param distance half a round trip: everything takes so much longer
 */
record Weather(
        double loss,
        double duplication,
        double replays,
        Duration jitter,
        Duration slowness,
        double refusal,
        double cut,
        double blackHole,
        double diskFailure,
        int silentFamily,
        Duration distance) {
    /** An ordinary day: some jitter, and nothing is lost. */
    static final Weather CALM = calm(Duration.ZERO);

    /** An ordinary day between hosts that are so far from each other. */
    static Weather calm(Duration roundTrip) {
        return new Weather(0, 0, 0, Duration.ofMillis(5), Duration.ofMillis(5), 0, 0, 0, 0, 0, roundTrip.dividedBy(2));
    }
}
