package org.ringback.kernel;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerPins;

/**
 * The crypto of one moment: what is begun with it stays with it. Immutable.
 *
 * @param provider what a crypto bundle gives
 * @param protections of connections with a server, of any bundle
 */
public record Suite(CryptoProvider provider, Map<ProtectionId, ConnectionProtection> protections) {
    /** Copies the map. */
    public Suite {
        protections = Map.copyOf(protections);
    }

    /**
     * Finds a protection.
     *
     * @param wanted which
     * @return it, if a bundle for it ran at that moment
     */
    public Optional<ConnectionProtection> find(ProtectionId wanted) {
        return Optional.ofNullable(protections.get(wanted));
    }

    /**
     * Begins a connection with a server.
     *
     * @param by the protection; nobody takes another one instead
     * @param identity what {@link org.ringback.spi.DeviceIdentity#encoded()} gave
     * @param role as what it dials
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
                        provider.identities().identity(identity),
                        role,
                        new ExpectedServer(provider.chains(), pins, host, time));
    }
}
