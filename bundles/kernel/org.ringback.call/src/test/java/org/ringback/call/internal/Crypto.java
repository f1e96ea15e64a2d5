package org.ringback.call.internal;

import java.util.EnumMap;
import java.util.Map;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.crypto.internal.BouncyProvider;
import org.ringback.kernel.CallSession;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.HeldSuites;
import org.ringback.kernel.SessionPlan;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;

/** The product's own crypto, and the two devices of one call. */
final class Crypto {
    static final CryptoProvider PROVIDER = new BouncyProvider();
    static final CryptoBundle FIRST = new CryptoBundle("crypto", "1", 1, 0);
    static final CryptoBundle SECOND = new CryptoBundle("crypto", "2", 2, 0);
    static final RingNonce NONCE = new RingNonce("cd".repeat(16));

    private static final Map<Role, DeviceIdentity> DEVICES = new EnumMap<>(Map.of(
            Role.ACCEPTOR, PROVIDER.identities().create(),
            Role.ISSUER, PROVIDER.identities().create()));

    private Crypto() {}

    /** Crypto that runs, brought by the first bundle. */
    static HeldSuites suites() {
        HeldSuites suites = new HeldSuites();
        suites.take(PROVIDER, FIRST, 1);
        return suites;
    }

    static KeyFingerprint key(Role role) {
        return DEVICES.get(role).fingerprint();
    }

    static CallSession session(Role role) {
        return new CallSession(plan(role), NONCE, FIRST);
    }

    static SessionPlan plan(Role role) {
        return role == Role.ACCEPTOR
                ? new SessionPlan.ToIssuer(DEVICES.get(role).encoded(), key(Role.ISSUER))
                : new SessionPlan.FromAcceptor(DEVICES.get(role).encoded(), key(Role.ACCEPTOR));
    }
}
