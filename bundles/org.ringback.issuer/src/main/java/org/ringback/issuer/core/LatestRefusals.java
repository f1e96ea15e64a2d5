package org.ringback.issuer.core;

import java.util.HashMap;
import java.util.Map;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;

/**
 * Why each piece of equipment last refused a ring of this issuer: a server that slows the pair down for that cannot say it.
 * One for each grant at most. Belongs to the core's thread.
 */
final class LatestRefusals {
    private final Map<EquipmentId, RingReason> latest = new HashMap<>();

    /** A ring was not answered. */
    void ended(EquipmentId equipment, Ending ending) {
        if (!words(ending.reason()).isEmpty()) {
            latest.put(equipment, ending.reason());
        }
    }

    void answered(EquipmentId equipment) {
        latest.remove(equipment);
    }

    /** {@return an ending with what is known here of refused rings, if it is for these} */
    Ending explain(EquipmentId equipment, Ending ending) {
        RingReason refused = latest.get(equipment);
        return ending.reason() == RingReason.SLOWED_DOWN && refused != null
                ? new Ending(ending.reason(), ending.detail() + ", the latest " + words(refused), ending.retry())
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
