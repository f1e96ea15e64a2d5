package org.ringback.issuer.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingReason;

/**
 * Remembers why each piece of equipment, or the server, last refused a ring of this issuer: a server that slows the pair
 * down does not know the reason, and a person who lists what may be rung sees what may not. At most one for each grant.
 * Belongs to the core's thread.
 */
final class LatestRefusals {
    /** How long after the last refusal a server forgets a pair's refusals; those that it then counts came later. */
    static final Duration FORGET = Duration.ofMinutes(10);

    private final Map<EquipmentId, Refused> latest = new HashMap<>();

    private record Refused(RingReason reason, long at) {}

    /** Notes that a ring was not answered. */
    void ended(EquipmentId equipment, Ending ending, Moment now) {
        if (isRefusal(ending.reason())) {
            latest.put(equipment, new Refused(ending.reason(), now.nanos()));
        } else if (ending.reason() == RingReason.NOT_REACHED) {
            // It may have been a refusal for an unknown reason, so the remembered one is no longer the latest.
            forget(equipment);
        }
    }

    /** Forgets the refusal of equipment that answered or was granted again. */
    void forget(EquipmentId equipment) {
        latest.remove(equipment);
    }

    /** Remembers equipment under another local name. */
    void rename(EquipmentId equipment, EquipmentId name) {
        Refused refused = latest.remove(equipment);
        if (refused != null) {
            latest.put(name, refused);
        }
    }

    /** {@return why the latest ring was refused that gateway or server decided on; empty if none was} */
    Optional<RingReason> of(EquipmentId equipment) {
        return Optional.ofNullable(latest.get(equipment)).map(Refused::reason);
    }

    private static boolean isRefusal(RingReason reason) {
        return switch (reason) {
            case WRONG_PASSWORD,
                    TOO_SOON,
                    NOT_ALLOWED,
                    MAY_NOT_ASK,
                    ISSUER_SUSPENDED,
                    ISSUER_REVOKED,
                    EQUIPMENT_ENDED,
                    UNKNOWN_ISSUER,
                    OTHER_KEY -> true;
            default -> false;
        };
    }

    /** {@return the ending, with the remembered reason if the server refused because of earlier refusals} */
    Ending explain(EquipmentId equipment, Ending ending, Moment now) {
        Refused refused = latest.get(equipment);
        return ending.reason() == RingReason.SLOWED_DOWN
                        && refused != null
                        && !words(refused.reason()).isEmpty()
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
