package org.ringback.crypto.certificatefirst.internal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.Role;
import org.ringback.crypto.internal.CertificateAuthorities;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.crypto.internal.StoredIdentities;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/** A server with its real CA, a device with a real identity, and both ends of a connection between them. */
final class Setting {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String HOST = "ring.example.org";

    final ServerAuthorities authorities = new CertificateAuthorities();
    final NewAuthority authority = authorities.create(NOW);
    final ServerCredentials credentials =
            authorities.credentials(authority.authority(), List.of(HOST, "192.0.2.1", "2001:db8::1"), NOW);
    final DeviceIdentity device = new StoredIdentities().create();

    /** Rises by one with each look. */
    final AtomicLong nanos = new AtomicLong();

    final CertificateFirstProtection protection =
            new CertificateFirstProtection(new SecureRandom(), nanos::getAndIncrement);

    TestEnd dialler(Role role) {
        return new TestEnd(
                protection.dial(device, role, new ExpectedServer(new PinnedChains(), authority.pins(), HOST, NOW)));
    }

    TestEnd server() {
        return new TestEnd(protection.answer(credentials));
    }
}
