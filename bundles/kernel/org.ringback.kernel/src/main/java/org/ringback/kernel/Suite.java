package org.ringback.kernel;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerPins;

/** The crypto that ran at one moment: whatever begins with it uses it to the end. Immutable. */
public final class Suite {
    private final Brought<CryptoProvider> provider;
    private final Map<ProtectionId, Brought<ConnectionProtection>> protections;

    Suite(Brought<CryptoProvider> provider, Map<ProtectionId, Brought<ConnectionProtection>> protections) {
        this.provider = provider;
        this.protections = Map.copyOf(protections);
    }

    /** {@return the services of a crypto bundle} */
    public CryptoProvider provider() {
        return provider.what();
    }

    /** {@return the bundle whose code protects calls} */
    public CryptoBundle by() {
        return provider.by();
    }

    /** Tells whose code a session uses. */
    Set<CryptoBundle> bundles(Optional<ProtectionId> protection) {
        return Stream.concat(Stream.of(provider), protection.map(protections::get).stream())
                .map(Brought::by)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@return all bundles of which it is} */
    Set<CryptoBundle> bundles() {
        return Stream.concat(Stream.of(provider), protections.values().stream())
                .map(Brought::by)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Finds a protection.
     *
     * @param wanted which
     * @return the protection, if a bundle for it ran at that moment
     */
    public Optional<ConnectionProtection> find(ProtectionId wanted) {
        return Optional.ofNullable(protections.get(wanted)).map(Brought::what);
    }

    /**
     * Makes the dialling end of a connection with a server.
     *
     * @param by the protection; no other one is used instead
     * @param identity the device's {@link org.ringback.spi.DeviceIdentity#encoded()}
     * @param role the role in which it dials
     * @param pins the authorities that may vouch for the server
     * @param host its configured name or address
     * @param time for the dates of its chain
     * @return the dialling end
     * @throws IllegalStateException if no bundle for it ran
     */
    public ProtectionSession toServer(
            ProtectionId by, Secret identity, Role role, ServerPins pins, String host, Instant time) {
        return find(by).orElseThrow(() -> new IllegalStateException("protection: " + by + " went"))
                .dial(
                        provider().identities().identity(identity),
                        role,
                        new ExpectedServer(provider().chains(), pins, host, time));
    }
}
