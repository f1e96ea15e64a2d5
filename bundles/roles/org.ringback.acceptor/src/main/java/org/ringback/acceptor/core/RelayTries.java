package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;

/** When a call-back goes to the server's relay. Has no connection of its own. Belongs to the core's thread. */
final class RelayTries {
    /** How long after a relay that ended before both ends were there it is asked again, and how often it is asked in all. */
    private static final Duration AGAIN = Duration.ofMillis(300);

    private static final int MOST = 3;

    private final Optional<RelayWay> relay;
    private int tries;
    private long at = Long.MAX_VALUE;

    RelayTries(Optional<RelayWay> relay) {
        this.relay = relay;
    }

    /**
     * The gateway's judge agreed, and the server was told.
     *
     * @param dialled whether the issuer is dialled too, and has a head start
     * @param turn has the clock
     */
    void begin(boolean dialled, Turn turn) {
        // [ACC-39] whether the dial failed before makes no difference, as nobody is to learn that from its time.
        relay.ifPresent(way -> at = dialled ? turn.in(way.headStart()) : turn.nanos());
    }

    /** {@return where to go now; empty if nothing is due} */
    Optional<RelayWay> due(Turn turn) {
        if (at > turn.nanos()) {
            return Optional.empty();
        }
        at = Long.MAX_VALUE;
        tries++;
        return relay;
    }

    /**
     * It ended. Where not both ends were there, it may have heard of the judge's yes too late, or lost a packet.
     *
     * @param way the way that ended
     * @param reason why
     * @param until the latest time to try it again, in monotonic nanoseconds
     * @param turn has the clock
     */
    void ended(CallWay way, CloseReason reason, long until, Turn turn) {
        boolean answered = way.isOpen()
                || reason.kind() == CloseReason.Kind.REFUSED
                || reason.kind() == CloseReason.Kind.TIMED_OUT;
        if (!answered && tries < MOST && turn.in(AGAIN) < until) {
            at = turn.in(AGAIN);
        }
    }

    /** {@return when to go there, in monotonic nanoseconds} */
    long deadline() {
        return at;
    }
}
