package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.wire.RelayTicket;

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

    /**
     * Goes there at some time; the first ticket of an attempt counts.
     *
     * @param by lets this end through
     * @param relay where the server relays
     * @param when in monotonic nanoseconds
     */
    void begin(RelayTicket by, InetSocketAddress relay, long when) {
        // [ISS-26] The issuer goes half of S earlier after Calling, unless the ring is answered.
        if (ticket == null) {
            tries = 0;
            ticket = by;
            server = relay;
            at = when;
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
        if (ticket != null && tries < MOST && reason.kind() != CloseReason.Kind.REFUSED) {
            at = turn.in(AGAIN);
        }
    }

    /** Forgets the ticket. */
    void stop() {
        ticket = null;
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
