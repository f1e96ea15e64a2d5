package org.ringback.spi;

import java.time.Instant;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;

/**
 * The content of a grant string: all that a person needs to ring one piece of equipment. The gateway makes it.
 * Immutable.
 *
 * @param invitation how the person's issuer enrols with the server; its {@code id} is the name asked for
 * @param equipment the equipment granted
 * @param identity the equipment's key, the only one that the issuer will accept
 * @param sealing the key to which boxes are sealed
 * @param id the grant
 * @param secret 256 bits, proved in every ring
 * @param systems the systems that the equipment answers under this grant
 * @param useBy until when the grant may first be used; the permission itself lasts until its end, or until revoked
 * @param terms which services the grant gives and until when, for the issuer to show; the gateway decides
 */
public record Grant(
        Ticket invitation,
        EquipmentId equipment,
        KeyFingerprint identity,
        SealingPublicKey sealing,
        GrantId id,
        Secret secret,
        Set<RingSystem> systems,
        Instant useBy,
        GrantTerms terms) {

    /** Checks and copies. */
    public Grant {
        systems = Set.copyOf(systems);
        if (systems.isEmpty()) {
            throw new IllegalArgumentException("systems: none (expected: at least one that the equipment answers)");
        }
    }

    /**
     * A grant of which the string says nothing of services and no end.
     *
     * @param invitation how the person's issuer enrols with the server
     * @param equipment the equipment granted
     * @param identity the equipment's key
     * @param sealing the key to which boxes are sealed
     * @param id the grant
     * @param secret 256 bits, proved in every ring
     * @param systems the systems that the equipment answers under this grant
     * @param useBy until when the grant may first be used
     */
    public Grant(
            Ticket invitation,
            EquipmentId equipment,
            KeyFingerprint identity,
            SealingPublicKey sealing,
            GrantId id,
            Secret secret,
            Set<RingSystem> systems,
            Instant useBy) {
        this(invitation, equipment, identity, sealing, id, secret, systems, useBy, GrantTerms.ALL);
    }
}
