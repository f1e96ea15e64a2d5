package org.ringback.acceptor.core;

import java.time.Duration;
import org.ringback.kernel.Turn;

/** A datagram to a server that is sent again: after 0.5, 1, 2, … s, and then given up (RFC 8489 §6.2.1). */
final class Retransmission {
    private static final Duration RTO = Duration.ofMillis(500);

    private final AcceptorAction.ToServer datagram;
    private final int sends;
    private final Duration lastWait;
    private int sent;
    private long nextAt;

    /**
     * Plans.
     *
     * @param datagram what, and where
     * @param sends how often it is sent in all
     * @param lastWait how long an answer to the last one is waited for
     */
    Retransmission(AcceptorAction.ToServer datagram, int sends, Duration lastWait) {
        this.datagram = datagram;
        this.sends = sends;
        this.lastWait = lastWait;
    }

    void send(Turn turn) {
        turn.act(datagram);
        nextAt = turn.in(sent + 1 < sends ? RTO.multipliedBy(1L << sent) : lastWait);
        sent++;
    }

    /** Sends it again, if it is time. */
    void tick(Turn turn) {
        if (turn.nanos() >= nextAt) {
            send(turn);
        }
    }

    /** {@return when to send again or to give up} */
    long nextAt() {
        return nextAt;
    }

    /** {@return whether the last one was waited for long enough} */
    boolean over(Turn turn) {
        return sent >= sends && turn.nanos() >= nextAt;
    }
}
