package org.ringback.relay.core;

import java.util.Optional;
import java.util.function.Consumer;
import org.ringback.wire.Absence;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Why a ring is not passed on, or no longer, as its issuer is told. Immutable.
 *
 * @param code the error code of Connect Refused
 * @param absence why no call-back comes, if the code does not say it
 * @param beside adds further attributes for the issuer
 */
record RingRefusal(int code, Optional<Absence> absence, Consumer<Message.Builder> beside) {
    /** The largest number of refusals that the wire can carry. */
    private static final int MAX_REFUSALS = 0xFFFF;

    static RingRefusal of(int code) {
        return new RingRefusal(code, Optional.empty(), message -> {});
    }

    /**
     * A refusal because of a limit, for {@code left} nanoseconds more, with the reason why the places are taken, if
     * known.
     */
    static RingRefusal quota(long left, Optional<Absence> absence) {
        return new RingRefusal(
                ErrorCodes.QUOTA, absence, message -> message.with(Attributes.RETRY_AFTER, Context.seconds(left)));
    }

    /** A refusal of a pair that is slowed down for {@code left} nanoseconds more, after so many refusals in a row. */
    static RingRefusal slowed(long left, int refusals) {
        return new RingRefusal(ErrorCodes.QUOTA, Optional.empty(), message -> message.with(
                        Attributes.RETRY_AFTER, Context.seconds(left))
                .with(Attributes.REFUSALS, Math.min(refusals, MAX_REFUSALS)));
    }

    static RingRefusal because(Absence absence) {
        return new RingRefusal(code(absence), Optional.of(absence), message -> {});
    }

    /** A refusal because an enrolment ended; an older issuer is told that it is not allowed. */
    static RingRefusal because(EndedEnrolment ended) {
        return new RingRefusal(
                ErrorCodes.FORBIDDEN,
                Optional.of(Absence.NOT_ALLOWED),
                message -> message.with(Attributes.ENDED_ENROLMENT, ended));
    }

    /** A refusal because the equipment is registered by another address family; the connection stays. */
    static RingRefusal by(AddressFamily family) {
        return new RingRefusal(
                ErrorCodes.FAMILY_NOT_SUPPORTED,
                Optional.empty(),
                message -> message.with(Attributes.ADDRESS_FAMILY, family));
    }

    private static int code(Absence absence) {
        return switch (absence) {
            case NO_LEASE, SIGNED_OFF, SILENT -> ErrorCodes.NOT_REGISTERED;
            case NO_ANSWER, LOST -> ErrorCodes.NO_ANSWER;
            case NOT_ALLOWED, LOW_PORT -> ErrorCodes.FORBIDDEN;
        };
    }

    /** Makes Connect Refused. */
    Message refused(Message connect) {
        return in(Message.of(MessageKind.CONNECT_REFUSED, connect.transaction()).with(Attributes.ERROR_CODE, code));
    }

    /** Adds the attributes beside the code or the outcome, and completes the message. */
    Message in(Message.Builder message) {
        absence.ifPresent(why -> message.with(Attributes.ABSENCE, why));
        beside.accept(message);
        return message.build();
    }
}
