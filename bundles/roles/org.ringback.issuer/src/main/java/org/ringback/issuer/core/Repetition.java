package org.ringback.issuer.core;

import java.time.Duration;
import org.ringback.api.ServerMiss;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;

/**
 * Decides when a ring goes out once more because its connection to the server broke: the server may have been exchanged
 * or started again, and what it knew of the ring is gone. A server that starts takes no connection for a while, so it
 * is then dialled for some seconds. Belongs to the core's thread.
 */
final class Repetition {
    /** How long after the loss the server is dialled again and again. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private boolean brokeOff;
    private boolean lost;
    private boolean elsewhere;
    private boolean begun;
    private long until;
    private long dialAt = Long.MAX_VALUE;
    private Duration wait = FIRST_WAIT;

    /** Notes how a connection to the server ended that was not proved. */
    void missed(CloseReason reason) {
        brokeOff |= reason.kind() == CloseReason.Kind.CLOSED_THERE || reason.kind() == CloseReason.Kind.BROKEN;
    }

    /**
     * {@return whether a connection broke off before the server was proved, for the first time, and nothing tells that
     * something else is there}
     */
    boolean brokeOff(ServerMisses misses) {
        return brokeOff && !begun && mayStart(misses);
    }

    private static boolean mayStart(ServerMisses misses) {
        return misses.cause() == ServerMiss.DOWN || misses.cause() == ServerMiss.UNREACHED;
    }

    /** Notes that the connection ended after the Connect Answer: the call-back may still come. */
    void lostAfterAnswer() {
        lost = true;
    }

    /** Notes that somebody took the call. */
    void elsewhere() {
        elsewhere = true;
    }

    /** {@return whether no call-back came because the connection was lost after the Connect Answer, as far as is known} */
    boolean isWorthIt() {
        return lost && !elsewhere && !begun;
    }

    void begin(Turn turn) {
        begun = true;
        brokeOff = false;
        until = turn.in(PATIENCE);
    }

    /** Plans the next dial if the server, which does not answer, may be starting; {@return whether there is one}. */
    boolean waits(ServerMisses misses, Turn turn) {
        if (!begun || brokeOff || !mayStart(misses) || turn.in(wait) - until > 0) {
            return false;
        }
        // [ISS-17] dialling the second time so | no address takes a connection | all again after 0.5, 1, 2, 4 s, as a …
        dialAt = turn.in(wait);
        wait = wait.multipliedBy(2);
        return true;
    }

    /** {@return when to dial again, in monotonic nanoseconds} */
    long dialAt() {
        return dialAt;
    }

    /** {@return whether to dial again now} */
    boolean due(Turn turn) {
        boolean due = dialAt <= turn.nanos();
        if (due) {
            dialAt = Long.MAX_VALUE;
        }
        return due;
    }
}
