package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.ToldReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * What is told of one ring. Immutable.
 *
 * @param outcome how it goes
 * @param busy of a ring that was refused: that the issuer did nothing wrong, as where this gateway is at a limit, and for
 *     how long, zero if that is not known
 * @param sealedReason why, for the issuer alone; in every last report
 */
record Report(Outcome outcome, Optional<Duration> busy, Optional<byte[]> sealedReason) {
    static final Report CALLING = new Report(Outcome.CALLING, Optional.empty(), Optional.empty());

    static Report last(Outcome outcome, Optional<ToldReason> told, byte[] sealedReason) {
        // [ACC-22] 8, 9 and 10 are refused with BUSY
        Optional<Duration> busy = outcome == Outcome.REFUSED
                ? told.filter(why -> why.reason().innocent()).map(ToldReason::retry)
                : Optional.empty();
        return new Report(outcome, busy, Optional.of(sealedReason));
    }

    /** {@return whether nothing follows it} */
    boolean last() {
        return outcome != Outcome.CALLING;
    }

    /** Finishes the message that carries it. */
    Message in(Message.Builder message) {
        message.with(Attributes.OUTCOME, outcome);
        busy.ifPresent(time -> message.with(Attributes.BUSY, Math.toIntExact(time.toSeconds())));
        sealedReason.ifPresent(reason -> message.with(Attributes.SEALED_REASON, reason));
        return message.build();
    }
}
