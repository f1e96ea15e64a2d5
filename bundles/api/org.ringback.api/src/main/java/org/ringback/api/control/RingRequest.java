package org.ringback.api.control;

import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;

/**
 * What an issuer wants of a ring. Immutable.
 *
 * @param equipment which, by its local name at the issuer
 * @param system which system; empty takes the best that the grant allows: certified, else password, else call-back,
 *     else datagram
 * @param protection the name of the protection of the first TCP connection; empty takes the configured one, else the
 *     first that the issuer's enrolment allows
 * @param service the service wanted, for example {@code http}; 1 to 32 characters of {@code a-z 0-9 -}
 */
public record RingRequest(
        EquipmentId equipment, Optional<RingSystem> system, Optional<String> protection, String service) {
    /** Checks the names. */
    public RingRequest {
        if (!GrantTerms.named(service)) {
            throw new IllegalArgumentException("service: (expected: 1 to 32 characters of a-z, 0-9 and '-')");
        }
        protection.ifPresent(ProtectionId::name);
    }

    /**
     * A request that asks for no particular protection.
     *
     * @param equipment which
     * @param system which system; empty takes the best that the grant allows
     * @param service the service wanted
     */
    public RingRequest(EquipmentId equipment, Optional<RingSystem> system, String service) {
        this(equipment, system, Optional.empty(), service);
    }

    /**
     * The same request for equipment by another name.
     *
     * @param name its local name now
     * @return that request
     */
    public RingRequest named(EquipmentId name) {
        return new RingRequest(name, system, protection, service);
    }
}
