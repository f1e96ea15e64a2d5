package org.ringback.relay.core;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Secret;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.MacUse;

/**
 * One registration key with the MAC keys derived from it, each derived once. To save memory, as a server has very many,
 * the two that every refresh needs are in one array with it; callers get copies that are wiped afterwards. Not
 * thread-safe.
 */
final class LeaseKey {
    static final int LENGTH = 32;
    private static final int REGISTER = LENGTH;
    private static final int REGISTERED = REGISTER + LENGTH;
    private static final int WITH_DERIVED = REGISTERED + LENGTH;
    private static final byte[] DESTROYED = {};

    private final EquipmentId equipment;
    private final long expiresMillis;

    /** The registration key, and behind it both derived keys once one is needed. */
    private byte[] keys;

    /** Other derived keys, which most equipment never needs. */
    private @Nullable Map<MacUse, Secret> others;

    /** Copies the secret's bytes and destroys the secret. */
    LeaseKey(EquipmentId equipment, Secret secret, long expiresMillis) {
        this.equipment = equipment;
        this.keys = taken(secret);
        this.expiresMillis = expiresMillis;
    }

    private static byte[] taken(Secret secret) {
        byte[] bytes = secret.copyBytes();
        secret.destroy();
        return bytes;
    }

    /** A copy of the registration key, which the caller wipes. */
    byte[] bytes() {
        return with(Secret::copyBytes);
    }

    boolean isSameAs(LeaseKey other) {
        return with(mine -> other.with(mine::equals));
    }

    long expiresMillis() {
        return expiresMillis;
    }

    boolean holds(Moment now) {
        return now.wall().toEpochMilli() < expiresMillis;
    }

    /** Lets {@code user} use the registration key. */
    <T> T with(Function<Secret, T> user) {
        return lent(0, user);
    }

    /** Lets {@code user} use a MAC key. */
    <T> T with(MacUse use, RingCrypto crypto, Function<Secret, T> user) {
        return switch (use) {
            case REGISTER, REGISTERED -> {
                derive(crypto);
                yield lent(use == MacUse.REGISTER ? REGISTER : REGISTERED, user);
            }
            case WAKE_UP, RING_ACKNOWLEDGED, REPORT, REPORT_ACKNOWLEDGED -> user.apply(other(use, crypto));
        };
    }

    private <T> T lent(int place, Function<Secret, T> user) {
        if (keys == DESTROYED) {
            throw new IllegalStateException("lease key: destroyed (expected: no use after destroy)");
        }
        Secret copy = Secret.copyOf(keys, place, LENGTH);
        try {
            return user.apply(copy);
        } finally {
            copy.destroy();
        }
    }

    /** Derives both keys of a refresh, if that was not done yet. */
    private void derive(RingCrypto crypto) {
        if (keys.length == LENGTH) {
            byte[] all = Arrays.copyOf(keys, WITH_DERIVED);
            derive(MacUse.REGISTER, crypto, all, REGISTER);
            derive(MacUse.REGISTERED, crypto, all, REGISTERED);
            Arrays.fill(keys, (byte) 0);
            keys = all;
        }
    }

    private void derive(MacUse use, RingCrypto crypto, byte[] all, int place) {
        byte[] bytes = with(secret -> taken(crypto.macKey(secret, use, equipment)));
        System.arraycopy(bytes, 0, all, place, LENGTH);
        Arrays.fill(bytes, (byte) 0);
    }

    private Secret other(MacUse use, RingCrypto crypto) {
        Map<MacUse, Secret> known = others;
        if (known == null) {
            known = new EnumMap<>(MacUse.class);
            others = known;
        }
        return known.computeIfAbsent(use, wanted -> with(secret -> crypto.macKey(secret, wanted, equipment)));
    }

    void destroy() {
        Arrays.fill(keys, (byte) 0);
        keys = DESTROYED;
        if (others != null) {
            others.values().forEach(Secret::destroy);
            others = null;
        }
    }
}
