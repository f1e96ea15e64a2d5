package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Why a ring is not passed on, or not any more, as its issuer is told. Immutable.
 *
 * @param code of Connect Refused
 * @param retryAfter when asking again makes sense, if waiting is what to do
 * @param absence why the equipment does not answer, if that is the reason
 */
record RingRefusal(int code, Optional<Duration> retryAfter, Optional<Absence> absence) {
    static RingRefusal of(int code) {
        return new RingRefusal(code, Optional.empty(), Optional.empty());
    }

    /** A limit of the server. */
    static RingRefusal quota(Duration retryAfter) {
        return new RingRefusal(ErrorCodes.QUOTA, Optional.of(retryAfter), Optional.empty());
    }

    static RingRefusal absent(Absence absence) {
        int code = absence == Absence.NO_ANSWER ? ErrorCodes.NO_ANSWER : ErrorCodes.NOT_REGISTERED;
        return new RingRefusal(code, Optional.empty(), Optional.of(absence));
    }

    /** Before the Connect Answer. */
    Message refused(Message connect) {
        return in(Message.of(MessageKind.CONNECT_REFUSED, connect.transaction()).with(Attributes.ERROR_CODE, code));
    }

    /** Adds what is known beside the code or the outcome. */
    Message in(Message.Builder message) {
        retryAfter.ifPresent(time -> message.with(Attributes.RETRY_AFTER, Math.toIntExact(time.toSeconds())));
        absence.ifPresent(why -> message.with(Attributes.ABSENCE, why));
        return message.build();
    }
}
