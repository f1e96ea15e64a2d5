package org.ringback.issuer.core;

import org.ringback.api.EquipmentId;

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

    boolean areCrowded() {
        return crowded;
    }

    boolean nobodyCame() {
        return came == 0;
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
