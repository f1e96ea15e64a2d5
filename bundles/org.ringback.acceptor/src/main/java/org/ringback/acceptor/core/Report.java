package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.ToldReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * What the server is told of one ring. Immutable.
 *
 * @param outcome how it goes
 * @param busy of a ring that was refused: that this gateway is at a limit and the issuer did nothing wrong, and for how
 *     long, zero if that is not known
 */
record Report(Outcome outcome, Optional<Duration> busy) {
    static Report of(Outcome outcome) {
        return new Report(outcome, Optional.empty());
    }

    static Report of(Verdict.Refuse refusal) {
        return new Report(
                Outcome.REFUSED,
                refusal.told().filter(told -> told.reason().busy()).map(ToldReason::retry));
    }

    /** {@return whether nothing follows it} */
    boolean last() {
        return outcome != Outcome.CALLING;
    }

    /** Finishes the message that carries it. */
    Message in(Message.Builder message) {
        message.with(Attributes.OUTCOME, outcome);
        busy.ifPresent(time -> message.with(Attributes.BUSY, Math.toIntExact(time.toSeconds())));
        return message.build();
    }
}
