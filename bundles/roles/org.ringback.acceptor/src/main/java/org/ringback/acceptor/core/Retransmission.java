package org.ringback.acceptor.core;

import java.time.Duration;
import org.ringback.kernel.Turn;

/** Sends a datagram to a server again after 0.5, 1, 2, … s, and then gives up (RFC 8489 §6.2.1). */
final class Retransmission {
    private static final Duration RTO = Duration.ofMillis(500);

    private final AcceptorAction.ToServer datagram;
    private final int sends;
    private final Duration lastWait;
    private int sent;
    private long nextAt;

    /**
     * Plans the copies.
     *
     * @param datagram the datagram and its destination
     * @param sends how many copies to send in all
     * @param lastWait how long to wait for an answer to the last copy
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

    /** Sends the next copy if it is due. */
    void tick(Turn turn) {
        if (turn.nanos() >= nextAt) {
            send(turn);
        }
    }

    /** {@return when to send the next copy or to give up, in monotonic nanoseconds} */
    long nextAt() {
        return nextAt;
    }

    /** {@return whether the wait for an answer to the last copy is over} */
    boolean over(Turn turn) {
        return sent >= sends && turn.nanos() >= nextAt;
    }
}
