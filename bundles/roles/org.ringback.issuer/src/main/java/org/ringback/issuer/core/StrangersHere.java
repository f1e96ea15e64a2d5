package org.ringback.issuer.core;

import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;

/** How many connections came to the port of one attempt, and how many of them proved nothing. */
final class StrangersHere {
    private int came;
    private int proved;
    private boolean crowded;

    void came() {
        came++;
    }

    void proved() {
        proved++;
    }

    /** Notes whether one was refused or pushed out, as all places were taken. */
    void crowded(boolean now) {
        crowded |= now;
    }

    /**
     * The ending of an attempt that no proved peer answered: strangers are the reason only if they took all places, so
     * that a connection was refused or pushed out. A few strangers prove nothing, as a router may let them in and not
     * the gateway; but where nobody came at all, what is known of the path tells what stands in the way.
     */
    Ending inTheWay(Ending ending, EquipmentId equipment, Optional<PathSeen> path) {
        if (crowded) {
            return Ending.of(RingReason.STRANGERS_CAME, words(equipment));
        }
        // [ISS-25] An issuer that was told Calling, hears the class no answer from your network, and to whose port …
        return came == 0 ? path.flatMap(PathSeen::nobodyCame).orElse(ending) : ending;
    }

    /** For the story; empty if no stranger came. */
    String words(EquipmentId equipment) {
        int strangers = came - proved;
        if (strangers == 0) {
            return "";
        }
        String key = "the key of " + equipment;
        return crowded
                ? strangers + " strangers held the port, with connections that did not prove " + key
                : strangers + " connection(s) came that did not prove " + key;
    }
}
