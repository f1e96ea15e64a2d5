package org.ringback.acceptor.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.MacUse;

/**
 * A lease's key and the keys derived from it. Immutable.
 *
 * @param registration the lease's key itself, for sealed datagrams
 * @param macs a MAC key for each kind of message
 */
record LeaseKeys(Secret registration, Map<MacUse, Secret> macs) {
    static LeaseKeys derive(Secret registration, EquipmentId id, RingCrypto crypto) {
        Map<MacUse, Secret> macs = new EnumMap<>(MacUse.class);
        for (MacUse use : MacUse.values()) {
            macs.put(use, crypto.macKey(registration, use, id));
        }
        return new LeaseKeys(registration, macs);
    }

    Secret mac(MacUse use) {
        return Objects.requireNonNull(macs.get(use));
    }
}
