package org.ringback.relay.core;

import java.util.Optional;
import java.util.function.Consumer;
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
 * @param absence what the code does not say, if it does not say all
 * @param beside adds what else the issuer is to know
 */
record RingRefusal(int code, Optional<Absence> absence, Consumer<Message.Builder> beside) {
    /** As many as the wire names. */
    private static final int MAX_REFUSALS = 0xFFFF;

    static RingRefusal of(int code) {
        return new RingRefusal(code, Optional.empty(), message -> {});
    }

    /** A limit of the server, for so many nanoseconds more; with why its places are taken for so long, if that is known. */
    static RingRefusal quota(long left, Optional<Absence> absence) {
        return new RingRefusal(
                ErrorCodes.QUOTA, absence, message -> message.with(Attributes.RETRY_AFTER, Context.seconds(left)));
    }

    /** The pair is slowed down, as so many rings of it were truly refused in a row. */
    static RingRefusal slowed(long left, int refusals) {
        return new RingRefusal(ErrorCodes.QUOTA, Optional.empty(), message -> message.with(
                        Attributes.RETRY_AFTER, Context.seconds(left))
                .with(Attributes.REFUSALS, Math.min(refusals, MAX_REFUSALS)));
    }

    static RingRefusal because(Absence absence) {
        return new RingRefusal(code(absence), Optional.of(absence), message -> {});
    }

    /** An enrolment ended; an older issuer hears that it is not allowed. */
    static RingRefusal because(EndedEnrolment ended) {
        return new RingRefusal(
                ErrorCodes.FORBIDDEN,
                Optional.of(Absence.NOT_ALLOWED),
                message -> message.with(Attributes.ENDED_ENROLMENT, ended));
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
        return in(Message.of(MessageKind.CONNECT_REFUSED, connect.transaction()).with(Attributes.ERROR_CODE, code));
    }

    /** Adds what is known beside the code or the outcome. */
    Message in(Message.Builder message) {
        absence.ifPresent(why -> message.with(Attributes.ABSENCE, why));
        beside.accept(message);
        return message.build();
    }
}
