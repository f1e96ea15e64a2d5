package org.ringback.issuer.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingReason;

/**
 * Why each piece of equipment last refused a ring of this issuer: a server that slows the pair down for that cannot say it.
 * One for each grant at most. Belongs to the core's thread.
 */
final class LatestRefusals {
    /** After so long without another one a server forgets a pair's refusals; whatever it counts then came later. */
    static final Duration FORGET = Duration.ofMinutes(10);

    private final Map<EquipmentId, Refused> latest = new HashMap<>();

    private record Refused(RingReason reason, long at) {}

    /** A ring was not answered. */
    void ended(EquipmentId equipment, Ending ending, Moment now) {
        if (!words(ending.reason()).isEmpty()) {
            latest.put(equipment, new Refused(ending.reason(), now.nanos()));
        } else if (ending.reason() == RingReason.NOT_REACHED) {
            // It may be a refusal, and then the latest one: nobody here knows for what.
            forget(equipment);
        }
    }

    /** It was answered, or the grant is another one: what was refused before says nothing more. */
    void forget(EquipmentId equipment) {
        latest.remove(equipment);
    }

    /** {@return an ending with what is known here of refused rings, if it is for these} */
    Ending explain(EquipmentId equipment, Ending ending, Moment now) {
        Refused refused = latest.get(equipment);
        return ending.reason() == RingReason.SLOWED_DOWN
                        && refused != null
                        && now.nanos() - refused.at() <= FORGET.toNanos()
                ? new Ending(
                        ending.reason(), ending.detail() + ", the latest " + words(refused.reason()), ending.retry())
                : ending;
    }

    private static String words(RingReason refused) {
        return switch (refused) {
            case WRONG_PASSWORD -> "for a wrong password";
            case TOO_SOON -> "as it came too soon after wrong passwords";
            case NOT_ALLOWED -> "as the grant kept here does not allow it";
            default -> "";
        };
    }
}
