package org.ringback.relay.core;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.ringback.api.EquipmentId;
import org.ringback.api.crypto.RingCrypto;
import org.ringback.api.crypto.RingCrypto.MacUse;
import org.ringback.api.crypto.Secret;

/** One registration key with the MAC keys derived from it, each made once. Not thread-safe. */
final class LeaseKey {
    static final int LENGTH = 32;

    private final EquipmentId equipment;
    private final Secret secret;
    private final Instant expires;
    private final Map<MacUse, Secret> macs = new EnumMap<>(MacUse.class);

    LeaseKey(EquipmentId equipment, Secret secret, Instant expires) {
        this.equipment = equipment;
        this.secret = secret;
        this.expires = expires;
    }

    Secret secret() {
        return secret;
    }

    Instant expires() {
        return expires;
    }

    Secret mac(MacUse use, RingCrypto crypto) {
        return macs.computeIfAbsent(use, wanted -> crypto.macKey(secret, wanted, equipment));
    }

    void destroy() {
        secret.destroy();
        macs.values().forEach(Secret::destroy);
        macs.clear();
    }
}
