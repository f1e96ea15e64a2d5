package org.ringback.simulator;

import org.ringback.simulator.tcp.DialFailure;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;

/** What the transport tells a core of a dial that came to nothing. */
final class DialReasons {
    private DialReasons() {}

    /**
     * {@return the reason}
     *
     * @param localNamed whether the local address was named
     */
    static CloseReason of(DialFailure why, boolean localNamed) {
        return switch (why) {
            case REFUSED -> CloseReason.of(Kind.REFUSED, "connection refused");
            case RESET -> CloseReason.of(Kind.BROKEN, "connection reset");
            case TIMED_OUT -> CloseReason.of(Kind.TIMED_OUT, "no answer in " + Link.LIMIT.toSeconds() + " s");
            case IN_USE -> CloseReason.of(Kind.NOT_DIALLED, "local address: in use");
            case NOT_AVAILABLE ->
                localNamed
                        ? CloseReason.of(
                                Kind.NOT_DIALLED, "local address: not to be had (expected: one of this machine's)")
                        : CloseReason.of(Kind.NO_ROUTE, "no route");
            case NO_ROUTE -> CloseReason.of(Kind.NO_ROUTE, "no route");
        };
    }
}
