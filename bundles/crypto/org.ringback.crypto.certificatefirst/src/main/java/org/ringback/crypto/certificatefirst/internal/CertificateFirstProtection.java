package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongSupplier;
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

/**
 * The protection {@code certificate-first}: the server sends its chain, the device validates it, then both run Noise NK
 * with the leaf's X25519 key, then the device proves its own key. Not post-quantum. Thread-safe.
 */
@Component(
        service = ConnectionProtection.class,
        property = ConnectionProtection.NAME + "=" + CertificateFirstProtection.CALLED)
public final class CertificateFirstProtection implements ConnectionProtection {
    static final String CALLED = "certificate-first";

    private final SecureRandom random;
    private final LongSupplier nanos;

    /** Uses the system's randomness and clock, and runs one handshake in memory (see {@link AgreementWarmUp}). */
    @Activate
    public CertificateFirstProtection() {
        this(new SecureRandom(), System::nanoTime);
        AgreementWarmUp.run(random);
    }

    CertificateFirstProtection(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    @Override
    public ProtectionId id() {
        return ProtectionId.CERTIFICATE_FIRST;
    }

    @Override
    public String name() {
        return CALLED;
    }

    @Override
    public List<Prefix> claims() {
        return FirstRequest.CLAIMS;
    }

    @Override
    public Beginning beginning(ByteBuffer came) {
        return FirstRequest.beginning(came);
    }

    @Override
    public ProtectionSession dial(DeviceIdentity device, Role role, ExpectedServer server) {
        ChainCheck check = chain -> server.chains().agreementKey(chain, server.pins(), server.host(), server.now());
        return new CertificateFirstSession(new Dialler(device, role, check, random, new Steps(nanos)));
    }

    @Override
    public ProtectionSession answer(ServerCredentials credentials) {
        return new CertificateFirstSession(
                new Answerer(credentials.agreementChain(), credentials.agreementKey(), random, new Steps(nanos)));
    }
}
