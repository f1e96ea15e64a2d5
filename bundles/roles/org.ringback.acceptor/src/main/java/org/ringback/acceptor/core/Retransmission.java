package org.ringback.acceptor.core;

import java.time.Duration;
import org.ringback.kernel.Turn;

/** When a request by UDP is sent again: after 0.5, 1, 2, … s, and then given up (RFC 8489 §6.2.1). */
final class Retransmission {
    private static final Duration RTO = Duration.ofMillis(500);

    private final int sends;
    private final Duration lastWait;
    private int sent;
    private long nextAt;

    /**
     * Plans.
     *
     * @param sends how often it is sent in all
     * @param lastWait how long an answer to the last one is waited for
     */
    Retransmission(int sends, Duration lastWait) {
        this.sends = sends;
        this.lastWait = lastWait;
    }

    /** It was just sent. */
    void sent(Turn turn) {
        nextAt = turn.in(sent + 1 < sends ? RTO.multipliedBy(1L << sent) : lastWait);
        sent++;
    }

    /** {@return when to send again or to give up} */
    long nextAt() {
        return nextAt;
    }

    boolean exhausted() {
        return sent >= sends;
    }
}
