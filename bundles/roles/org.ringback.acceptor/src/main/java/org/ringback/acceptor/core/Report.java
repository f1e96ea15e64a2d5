package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.ToldReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/**
 * A report on one ring to the server. Immutable.
 *
 * @param outcome how the ring goes
 * @param busy for a ring that was refused though the issuer did nothing wrong, as when this gateway is at a limit: for
 *     how long, zero if unknown
 * @param sealedReason the reason for the issuer alone; in every last report
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

    /** {@return whether it is the last report of its ring} */
    boolean last() {
        return outcome != Outcome.CALLING;
    }

    /** Puts it into a message and completes that. */
    Message in(Message.Builder message) {
        message.with(Attributes.OUTCOME, outcome);
        busy.ifPresent(time -> message.with(Attributes.BUSY, Math.toIntExact(time.toSeconds())));
        sealedReason.ifPresent(reason -> message.with(Attributes.SEALED_REASON, reason));
        return message.build();
    }
}
