package org.ringback.crypto.kit;

import java.util.List;
import java.util.Optional;
import org.ringback.api.ProtectionId;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;

/**
 * Crypto that is checked, or with which it is checked. Immutable.
 *
 * @param provider what one bundle brings
 * @param protections what it and others bring
 */
public record Subject(CryptoProvider provider, List<ConnectionProtection> protections) {
    /** Copies the list. */
    public Subject {
        protections = List.copyOf(protections);
    }

    Optional<ConnectionProtection> find(ProtectionId id) {
        return protections.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
