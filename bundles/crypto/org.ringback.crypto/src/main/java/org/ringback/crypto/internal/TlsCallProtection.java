package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.Beginning;
import org.ringback.spi.CallProtection;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ProtectionSession;

/** TLS 1.3 between acceptor and issuer, each pinning the other's key, on Bouncy Castle's JSSE. Thread-safe. */
public final class TlsCallProtection implements CallProtection {
    private final TlsEngines engines;

    /** Uses the system's randomness, and runs one handshake in memory (see {@link WarmUp}). */
    public TlsCallProtection() {
        this(new TlsEngines(new SecureRandom()));
        // Tls13Protection loads the classes of the cipher suites that are fast here; a peer may prefer the others, so
        // run these.
        WarmUp.call(new TlsCallProtection(new TlsEngines(new SecureRandom(), TlsEngines.GROUPS, !AesSupport.here())));
    }

    TlsCallProtection(TlsEngines engines) {
        this.engines = engines;
    }

    @Override
    public ProtectionSession dial(DeviceIdentity equipment, KeyFingerprint issuer) {
        return session(true, equipment, issuer);
    }

    @Override
    public ProtectionSession answer(DeviceIdentity issuer, KeyFingerprint equipment) {
        return session(false, issuer, equipment);
    }

    @Override
    public Beginning beginning(ByteBuffer came) {
        return ClientHello.beginning(came);
    }

    private ProtectionSession session(boolean dials, DeviceIdentity identity, KeyFingerprint peer) {
        StoredIdentity own = StoredIdentity.of(identity);
        PeerTrust trust = new PeerTrust(new DeviceCheck(Optional.of(peer)));
        return new TlsSession(
                engines.create(dials, own.material(), trust, TlsEngines.CALL_PROTOCOL),
                dials,
                own.spki(),
                trust,
                TlsEngines.CALL_PROTOCOL);
    }
}
