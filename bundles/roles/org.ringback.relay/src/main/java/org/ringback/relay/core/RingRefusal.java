package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Why a ring is not passed on, or not any more, as its issuer is told. Immutable.
 *
 * @param code of Connect Refused
 * @param retryAfter when asking again makes sense, if waiting is what to do
 * @param absence what the code does not say, if it does not say all
 * @param refusals how many rings of the pair were truly refused in a row, if it is slowed down for that
 * @param ended whose enrolment ended, if that is why
 */
record RingRefusal(
        int code,
        Optional<Duration> retryAfter,
        Optional<Absence> absence,
        Optional<Integer> refusals,
        Optional<EndedEnrolment> ended) {
    /** As many as the wire names. */
    private static final int MAX_REFUSALS = 0xFFFF;

    static RingRefusal of(int code) {
        return new RingRefusal(code, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A limit of the server; with why its places are taken for so long, if that is known. */
    static RingRefusal quota(Duration retryAfter, Optional<Absence> absence) {
        return new RingRefusal(ErrorCodes.QUOTA, Optional.of(retryAfter), absence, Optional.empty(), Optional.empty());
    }

    /** The pair is slowed down. */
    static RingRefusal slowed(Duration retryAfter, int refusals) {
        return new RingRefusal(
                ErrorCodes.QUOTA,
                Optional.of(retryAfter),
                Optional.empty(),
                Optional.of(Math.min(refusals, MAX_REFUSALS)),
                Optional.empty());
    }

    static RingRefusal because(Absence absence) {
        return new RingRefusal(
                code(absence), Optional.empty(), Optional.of(absence), Optional.empty(), Optional.empty());
    }

    /** An enrolment ended; an older issuer hears that it is not allowed. */
    static RingRefusal because(EndedEnrolment ended) {
        return new RingRefusal(
                ErrorCodes.FORBIDDEN,
                Optional.empty(),
                Optional.of(Absence.NOT_ALLOWED),
                Optional.empty(),
                Optional.of(ended));
    }

    private static int code(Absence absence) {
        return switch (absence) {
            case NO_LEASE, SIGNED_OFF, SILENT -> ErrorCodes.NOT_REGISTERED;
            case NO_ANSWER, LOST -> ErrorCodes.NO_ANSWER;
            case NOT_ALLOWED, LOW_PORT -> ErrorCodes.FORBIDDEN;
        };
    }

    /** Before the Connect Answer. */
    Message refused(Message connect) {
        Message.Builder refused =
                Message.of(MessageKind.CONNECT_REFUSED, connect.transaction()).with(Attributes.ERROR_CODE, code);
        refusals.ifPresent(times -> refused.with(Attributes.REFUSALS, times));
        return in(refused);
    }

    /** Adds what is known beside the code or the outcome. */
    Message in(Message.Builder message) {
        retryAfter.ifPresent(time -> message.with(Attributes.RETRY_AFTER, Math.toIntExact(time.toSeconds())));
        absence.ifPresent(why -> message.with(Attributes.ABSENCE, why));
        ended.ifPresent(whose -> message.with(Attributes.ENDED_ENROLMENT, whose));
        return message.build();
    }
}
