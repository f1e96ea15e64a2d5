package org.ringback.relay.core;

import org.ringback.api.EquipmentId;

/**
 * Whose call is relayed. Immutable.
 *
 * @param issuer who rang
 * @param equipment what was rung
 */
public record RelayedPair(EquipmentId issuer, EquipmentId equipment) {
    /** {@return both, for a person} */
    String words() {
        return issuer.inWords() + " at " + equipment.inWords();
    }

    boolean has(EquipmentId id) {
        return issuer.equals(id) || equipment.equals(id);
    }
}
