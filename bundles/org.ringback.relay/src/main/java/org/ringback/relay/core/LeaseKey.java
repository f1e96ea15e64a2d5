package org.ringback.relay.core;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.crypto.RingCrypto;
import org.ringback.api.crypto.RingCrypto.MacUse;
import org.ringback.api.crypto.Secret;

/** One registration key with the MAC keys derived from it, each made once. Not thread-safe. */
final class LeaseKey {
    static final int LENGTH = 32;

    private final EquipmentId equipment;
    private final Secret secret;
    private final long expiresMillis;

    /** The two that every refresh needs; most equipment never needs another one. */
    private @Nullable Secret register;

    private @Nullable Secret registered;
    private @Nullable Map<MacUse, Secret> others;

    LeaseKey(EquipmentId equipment, Secret secret, Instant expires) {
        this(equipment, secret, expires.toEpochMilli());
    }

    LeaseKey(EquipmentId equipment, Secret secret, long expiresMillis) {
        this.equipment = equipment;
        this.secret = secret;
        this.expiresMillis = expiresMillis;
    }

    Secret secret() {
        return secret;
    }

    long expiresMillis() {
        return expiresMillis;
    }

    boolean holds(Moment now) {
        return now.wall().toEpochMilli() < expiresMillis;
    }

    Secret mac(MacUse use, RingCrypto crypto) {
        return switch (use) {
            case REGISTER -> {
                Secret known = register == null ? crypto.macKey(secret, use, equipment) : register;
                register = known;
                yield known;
            }
            case REGISTERED -> {
                Secret known = registered == null ? crypto.macKey(secret, use, equipment) : registered;
                registered = known;
                yield known;
            }
            case WAKE_UP, RING_ACKNOWLEDGED, REPORT, REPORT_ACKNOWLEDGED -> other(use, crypto);
        };
    }

    private Secret other(MacUse use, RingCrypto crypto) {
        Map<MacUse, Secret> known = others;
        if (known == null) {
            known = new EnumMap<>(MacUse.class);
            others = known;
        }
        return known.computeIfAbsent(use, wanted -> crypto.macKey(secret, wanted, equipment));
    }

    void destroy() {
        secret.destroy();
        wipe(register);
        wipe(registered);
        register = null;
        registered = null;
        if (others != null) {
            others.values().forEach(Secret::destroy);
            others = null;
        }
    }

    private static void wipe(@Nullable Secret derived) {
        if (derived != null) {
            derived.destroy();
        }
    }
}
