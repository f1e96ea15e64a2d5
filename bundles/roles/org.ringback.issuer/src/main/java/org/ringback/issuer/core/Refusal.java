package org.ringback.issuer.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCode;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;

/** Translates the server's refusal of a ring, or its result "not reached", into an {@link Ending}. Stateless. */
final class Refusal {
    private Refusal() {}

    /** The refusal in the protocol's terms, for the story. */
    static String detail(Message refused) {
        return refused.get(Attributes.ERROR_CODE)
                + refused.find(Attributes.ENDED_ENROLMENT)
                        .map(EndedEnrolment::label)
                        .or(() -> refused.find(Attributes.ABSENCE).map(Absence::label))
                        .map(why -> ", " + why)
                        .orElse("");
    }

    /** The ending for a Connect Refused. */
    static Ending of(Message refused, EquipmentId equipment) {
        int code = refused.get(Attributes.ERROR_CODE);
        Duration retry = retry(refused);
        return switch (code) {
            case ErrorCodes.UNAUTHENTICATED -> Ending.of(RingReason.UNKNOWN_ISSUER);
            case ErrorCodes.FORBIDDEN -> because(refused).orElse(Ending.of(RingReason.MAY_NOT_ASK));
            case ErrorCodes.NOT_REGISTERED -> because(refused).orElse(new Ending(RingReason.GATEWAY_SILENT, "", retry));
            case ErrorCodes.NO_ANSWER -> because(refused).orElse(Ending.of(RingReason.GATEWAY_NO_ANSWER));
            case ErrorCodes.QUOTA -> quota(refused, equipment);
            case ErrorCodes.CAPACITY ->
                new Ending(RingReason.SERVER_LIMIT, "it holds as many rings or connections as it can", retry);
            case ErrorCodes.BAD_REQUEST ->
                Ending.of(RingReason.NOT_UNDERSTOOD, "the server found the first connection request malformed");
            case ErrorCodes.UNKNOWN_ATTRIBUTE ->
                Ending.of(RingReason.NOT_UNDERSTOOD, "the server does not know a part of the first connection request");
            default ->
                Ending.of(
                        RingReason.NOT_UNDERSTOOD,
                        "the server answers with code " + code
                                + ErrorCodes.find(code)
                                        .map(ErrorCode::meaning)
                                        .map(meaning -> ", " + meaning)
                                        .orElse(""));
        };
    }

    /** The ending for Result not reached, if the server says why. */
    static Optional<Ending> ofResult(Message result) {
        return result.find(Attributes.RETRY_AFTER)
                .map(seconds -> new Ending(
                        RingReason.SERVER_LIMIT,
                        "its place went to another issuer's ring",
                        Duration.ofSeconds(seconds)))
                .or(() -> because(result));
    }

    private static Optional<Ending> because(Message message) {
        return message.find(Attributes.ENDED_ENROLMENT)
                .map(ended -> Ending.of(reason(ended)))
                .or(() -> message.find(Attributes.ABSENCE).map(why -> new Ending(reason(why), "", retry(message))));
    }

    private static RingReason reason(EndedEnrolment ended) {
        return switch (ended) {
            case SUSPENDED -> RingReason.ISSUER_SUSPENDED;
            case REVOKED -> RingReason.ISSUER_REVOKED;
            case EQUIPMENT -> RingReason.EQUIPMENT_ENDED;
        };
    }

    private static Ending quota(Message refused, EquipmentId equipment) {
        return refused.find(Attributes.REFUSALS)
                .map(times -> new Ending(
                        RingReason.SLOWED_DOWN,
                        equipment + " refused the last " + times + " of this issuer",
                        retry(refused)))
                .orElseGet(() -> new Ending(
                        RingReason.SERVER_LIMIT,
                        "it takes no more rings or connections of this issuer, or rings for " + equipment + ", now"
                                + refused.find(Attributes.ABSENCE)
                                        .filter(Absence.SILENT::equals)
                                        .map(why -> ": those before it wait for equipment that is silent")
                                        .orElse(""),
                        retry(refused)));
    }

    private static RingReason reason(Absence why) {
        return switch (why) {
            case NO_LEASE -> RingReason.NEVER_CAME;
            case SIGNED_OFF -> RingReason.GATEWAY_OFF;
            case SILENT -> RingReason.GATEWAY_SILENT;
            case NO_ANSWER -> RingReason.GATEWAY_NO_ANSWER;
            case LOST -> RingReason.GATEWAY_LOST;
            case NOT_ALLOWED -> RingReason.MAY_NOT_ASK;
            case LOW_PORT -> RingReason.LOW_PORT;
        };
    }

    private static Duration retry(Message message) {
        return message.find(Attributes.RETRY_AFTER).map(Duration::ofSeconds).orElse(Duration.ZERO);
    }
}
