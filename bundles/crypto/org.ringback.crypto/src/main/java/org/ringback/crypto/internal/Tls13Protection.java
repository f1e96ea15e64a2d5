package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.spi.Beginning;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.Prefix;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerCredentials;

/** {@code tls13}: TLS 1.3 between device and server, mutual, on Bouncy Castle's JSSE. Thread-safe. */
@Component(service = ConnectionProtection.class, property = ConnectionProtection.NAME + "=" + Tls13Protection.CALLED)
public final class Tls13Protection implements ConnectionProtection {
    static final String CALLED = "tls13";

    private final TlsEngines engines;
    private final SeenChains seen;

    /** Uses the system's randomness, and runs one handshake in memory (see {@link WarmUp}). */
    @Activate
    public Tls13Protection() {
        this(new TlsEngines(new SecureRandom()));
        WarmUp.connection(this);
    }

    Tls13Protection(TlsEngines engines) {
        this(engines, new SeenChains());
    }

    Tls13Protection(TlsEngines engines, SeenChains seen) {
        this.engines = engines;
        this.seen = seen;
    }

    @Override
    public ProtectionId id() {
        return ProtectionId.TLS13;
    }

    @Override
    public String name() {
        return CALLED;
    }

    @Override
    public List<Prefix> claims() {
        return ClientHello.CLAIMS;
    }

    @Override
    public Beginning beginning(ByteBuffer came) {
        return ClientHello.beginning(came);
    }

    @Override
    public ProtectionSession dial(DeviceIdentity device, Role role, ExpectedServer server) {
        StoredIdentity own = StoredIdentity.of(device);
        ServerChainCheck check =
                new ServerChainCheck(server.pins(), ServerHost.parse(server.host()), server.now(), LeafUse.TLS);
        PeerTrust trust = new PeerTrust(new ServerCheck(seen, check));
        return new TlsSession(
                engines.create(true, own.material(), trust, TlsEngines.SERVER_PROTOCOL),
                true,
                own.spki(),
                trust,
                TlsEngines.SERVER_PROTOCOL);
    }

    @Override
    public ProtectionSession answer(ServerCredentials credentials) {
        StoredCredentials own = StoredCredentials.of(credentials);
        PeerTrust trust = new PeerTrust(new DeviceCheck(Optional.empty()));
        return new TlsSession(
                engines.create(false, own.material(), trust, TlsEngines.SERVER_PROTOCOL),
                false,
                own.leafSpki(),
                trust,
                TlsEngines.SERVER_PROTOCOL);
    }
}
