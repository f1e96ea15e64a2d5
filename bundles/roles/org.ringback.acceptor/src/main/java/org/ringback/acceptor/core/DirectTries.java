package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.kernel.SynLimit;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;

/**
 * When the direct way of a call-back is dialled: once, or, where both ends punch, again and again for a short time, each
 * time behind a report that makes the issuer dial too. Has no connection of its own. Belongs to the core's thread.
 */
final class DirectTries {
    /** Least time from a SYN to the report that announces the next one. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long a dial may take until it is open, beside three times D; a busy machine needs some of it. */
    private static final Duration OPEN = Duration.ofMillis(200);

    private final Optional<Punching> punching;
    private final SynLimit syns = new SynLimit();
    private boolean fromAnyPort;
    private int again;
    private long callAt = Long.MAX_VALUE;
    private long dialAt = Long.MAX_VALUE;
    /** When the pending dial is given up; {@link Long#MAX_VALUE} if none is, or it is open. */
    private long openBy = Long.MAX_VALUE;

    DirectTries(Optional<Punching> punching) {
        this.punching = punching;
    }

    /** The gateway's judge agreed, and the server was told. */
    void begin(Turn turn) {
        // [PUNCH-4] The acceptor dials D after its report, when the issuer hears of it and dials too
        dialAt = turn.in(punching.map(Punching::first).orElse(Duration.ZERO));
    }

    /** {@return the port to dial from; empty for any} */
    Optional<Punching> from() {
        // [PUNCH-2] it never listens.
        return fromAnyPort ? Optional.empty() : punching;
    }

    /** {@return whether to report calling again now; a dial is due some time after it} */
    boolean callsAgain(Turn turn) {
        if (callAt > turn.nanos()) {
            return false;
        }
        callAt = Long.MAX_VALUE;
        dialAt = turn.nanos() + delay();
        again++;
        return true;
    }

    /** {@return whether to dial now} */
    boolean due(Turn turn) {
        if (dialAt > turn.nanos()) {
            return false;
        }
        dialAt = Long.MAX_VALUE;
        syns.dialled(turn.nanos());
        openBy = from().map(known -> turn.in(known.oneWay().multipliedBy(3).plus(OPEN)))
                .orElse(Long.MAX_VALUE);
        return true;
    }

    /**
     * Whether the pending dial is to be given up: a SYN was lost, or what answered it, and a new one is there before the
     * system repeats it. The last one is left to the system.
     *
     * @param turn has the clock
     */
    boolean givesUp(Turn turn) {
        if (openBy > turn.nanos()) {
            return false;
        }
        openBy = Long.MAX_VALUE;
        // [PUNCH-16] A dial of the acceptor's that is not open after 3 D and 200 ms is given up, as a try that …
        return syns.allowsAnother(turn.nanos()) && !syns.late(turn.nanos() + delay());
    }

    /** The dial is open. */
    void opened() {
        openBy = Long.MAX_VALUE;
    }

    /** The dial ended, before anything was proved on it. */
    void failed(CloseReason reason, Turn turn) {
        syns.over(turn.nanos());
        openBy = Long.MAX_VALUE;
        if (punching.isEmpty() || fromAnyPort) {
            return;
        }
        if (reason.kind() == CloseReason.Kind.NOT_DIALLED) {
            // A system that cannot share ports can dial all the same.
            fromAnyPort = true;
            dialAt = turn.nanos();
        } else if (mayHelp(reason) && syns.allows(turn.nanos())) {
            // [PUNCH-7] The acceptor then reports calling again, at once but no sooner than 100 ms after its last …
            callAt = Math.max(turn.nanos(), syns.latest() + PAUSE.toNanos());
        }
    }

    /** How long after the next report its dial begins, in nanoseconds. */
    private long delay() {
        return punching.orElseThrow().again(again).toNanos();
    }

    /** Nothing is to be tried again where somebody else answered, or nobody for as long as a dial may take. */
    private static boolean mayHelp(CloseReason reason) {
        return switch (reason.kind()) {
            case REFUSED, BROKEN, CLOSED_THERE, NO_ROUTE, TIMED_OUT -> true;
            default -> false;
        };
    }

    /**
     * A way ended, this one or another. Gives a try up whose dial would begin too late: it may have waited while the issuer
     * was asked on the other way.
     *
     * @param turn has the clock
     * @return whether a report or a dial is to come
     */
    boolean goesOn(Turn turn) {
        long begins = callAt == Long.MAX_VALUE ? turn.nanos() : Math.max(callAt, turn.nanos()) + delay();
        if (syns.late(begins)) {
            callAt = Long.MAX_VALUE;
            dialAt = Long.MAX_VALUE;
        }
        return deadline() != Long.MAX_VALUE;
    }

    /** {@return when one of them is due, in monotonic nanoseconds} */
    long deadline() {
        return Math.min(openBy, Math.min(callAt, dialAt));
    }
}
