package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingReason;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;

/**
 * When an issuer goes to the server's relay for one attempt. Has no connection of its own. Belongs to the core's thread.
 */
final class RelayTries {
    /** How long after a relay that led nowhere it is asked again, and how often it is asked in all. */
    static final Duration AGAIN = Duration.ofMillis(300);

    static final int MOST = 3;

    private @Nullable RelayTicket ticket;
    private InetSocketAddress server = new InetSocketAddress(0);
    private long at = Long.MAX_VALUE;
    private int tries;
    private boolean atOnce;
    private Optional<RelayMiss> miss = Optional.empty();

    /** Whether the direct way has no head start in the next attempt. */
    void atOnce(boolean now) {
        atOnce = now;
    }

    /** {@return whether it has none} */
    boolean isAtOnce() {
        return atOnce;
    }

    /**
     * Goes there once the gateway's direct dial has had its time; the first ticket of an attempt counts.
     *
     * @param calling has the ticket that lets this end through, if the server offers one
     * @param relay where the server relays
     * @param story is told if it offers none
     * @param turn has the clock
     */
    void begin(Message calling, InetSocketAddress relay, Story story, Turn turn) {
        Optional<RelayTicket> offered = calling.find(Attributes.RELAY_TICKET);
        if (offered.isEmpty()) {
            missing(calling, story, turn);
        } else if (ticket == null) {
            // [ISS-26] The issuer goes half of S earlier after Calling, unless the ring is answered.
            Optional<RoundTrips> times = calling.find(Attributes.ROUND_TRIPS);
            tries = 0;
            miss = Optional.empty();
            ticket = offered.get();
            server = relay;
            at = atOnce ? turn.nanos() : turn.in(RoundTrips.headStart(times).minus(RoundTrips.oneWay(times)));
        }
    }

    /** Once an attempt: the gateway may dial often. */
    private void missing(Message calling, Story story, Turn turn) {
        if (miss.isEmpty()) {
            miss = Optional.of(RelayMiss.notOffered(calling));
            story.step(turn, "no relay", miss.get().happened());
        }
    }

    /** {@return the ticket to go there with now; empty if that is not due} */
    Optional<RelayTicket> due(Turn turn) {
        if (at > turn.nanos()) {
            return Optional.empty();
        }
        at = Long.MAX_VALUE;
        tries++;
        return Optional.ofNullable(ticket);
    }

    /** It led nowhere. */
    void failed(CloseReason reason, Turn turn) {
        if (reason.kind() == CloseReason.Kind.REFUSED) {
            miss = Optional.of(RelayMiss.refused(reason.detail()));
        } else if (ticket != null && tries < MOST) {
            at = turn.in(AGAIN);
        }
    }

    /** {@return how an attempt ended, with why this was no way round it} */
    Ending beside(Ending ending) {
        // Where the gateway has a ticket too it says so only once the relay failed, which is behind Calling.
        boolean refusedWithout = ticket == null && ending.reason() == RingReason.ADDRESS_REFUSED;
        return ending.beside(miss.isEmpty() && refusedWithout ? Optional.of(RelayMiss.NO_TICKET) : miss);
    }

    /** Forgets the ticket. */
    void stop() {
        ticket = null;
        miss = Optional.empty();
        at = Long.MAX_VALUE;
    }

    /** {@return where the server relays} */
    InetSocketAddress server() {
        return server;
    }

    /** {@return when to go there, in monotonic nanoseconds} */
    long deadline() {
        return at;
    }
}
