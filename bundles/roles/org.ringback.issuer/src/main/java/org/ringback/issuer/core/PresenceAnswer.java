package org.ringback.issuer.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.control.Presence;
import org.ringback.api.control.Presence.State;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Puts into words what a server answers to Presence. Stateless. */
final class PresenceAnswer {
    private PresenceAnswer() {}

    /** What an answer says of equipment; an answer of another kind says nothing. */
    static Presence of(Message answer, EquipmentId equipment, Duration roundTrip, String server) {
        Optional<Duration> heard = answer.find(Attributes.AGE).map(Duration::ofSeconds);
        boolean present = answer.kind() == MessageKind.PRESENT;
        return new Presence(
                equipment,
                present ? State.ONLINE : absent(answer) ? State.OFFLINE : State.UNKNOWN,
                present ? equipment + " is registered there" : refused(answer, equipment),
                heard,
                Optional.of(roundTrip),
                server);
    }

    /** Nobody told. */
    static Presence untold(EquipmentId equipment, String why, String server) {
        return new Presence(equipment, State.UNKNOWN, why, Optional.empty(), Optional.empty(), server);
    }

    /** Whether the server takes no more questions now, so that asking on makes no sense. */
    static boolean spent(Message answer) {
        return answer.find(Attributes.ERROR_CODE)
                .filter(code -> code == ErrorCodes.QUOTA || code == ErrorCodes.CAPACITY)
                .isPresent();
    }

    private static boolean absent(Message refused) {
        // [PRES-11] It takes equipment for gone only by 437, or 403 with ENDED-ENROLMENT equipment
        return refused.get(Attributes.ERROR_CODE) == ErrorCodes.NOT_REGISTERED
                || refused.find(Attributes.ENDED_ENROLMENT)
                        .filter(EndedEnrolment.EQUIPMENT::equals)
                        .isPresent();
    }

    private static String refused(Message refused, EquipmentId equipment) {
        int code = refused.get(Attributes.ERROR_CODE);
        if (spent(refused)) {
            return "the server takes no more questions of this issuer now; next: ask again in "
                    + refused.find(Attributes.RETRY_AFTER)
                            .map(seconds -> seconds + " s")
                            .orElse("a minute");
        }
        if (code == ErrorCodes.BAD_REQUEST || code == ErrorCodes.UNKNOWN_ATTRIBUTE) {
            return untoldByOlder();
        }
        Ending ending = Refusal.of(refused, equipment);
        RingReason reason = ending.reason();
        return clause(ending.happened(equipment)) + "; next: " + clause(reason.advice(equipment, ending.retry()));
    }

    /** Why a server of an earlier version told nothing. */
    static String untoldByOlder() {
        return "the server does not tell, as one of an earlier version; next: ring";
    }

    private static String clause(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
