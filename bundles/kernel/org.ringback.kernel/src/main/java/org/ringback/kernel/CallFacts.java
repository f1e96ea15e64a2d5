package org.ringback.kernel;

import java.time.Instant;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;

/**
 * What is known of a call since it was handed over, whatever connection carries it. Immutable.
 *
 * @param role the role of this end
 * @param equipment the equipment called, by its local name
 * @param service the service asked for
 * @param peer the key at the other end
 * @param grant the grant that allows the call
 * @param ring the ring that led here
 * @param since when it was handed over
 * @param named whether the grant names the service asked for: then one marked {@link
 *     org.ringback.api.EquipmentService#ADMIN} may answer it
 * @param relayed whether the server carries it
 */
public record CallFacts(
        Role role,
        EquipmentId equipment,
        String service,
        KeyFingerprint peer,
        GrantId grant,
        RingNonce ring,
        Instant since,
        boolean named,
        boolean relayed) {
    /**
     * A direct call that no service marked admin answers.
     *
     * @param role the role of this end
     * @param equipment the equipment called
     * @param service the service asked for
     * @param peer the key at the other end
     * @param grant the grant that allows the call
     * @param ring the ring that led here
     * @param since when it was handed over
     */
    public CallFacts(
            Role role,
            EquipmentId equipment,
            String service,
            KeyFingerprint peer,
            GrantId grant,
            RingNonce ring,
            Instant since) {
        this(role, equipment, service, peer, grant, ring, since, false, false);
    }

    /**
     * The same call, of equipment that has another local name now.
     *
     * @param name that name
     * @return the facts by which it is listed from now on
     */
    public CallFacts renamed(EquipmentId name) {
        return new CallFacts(role, name, service, peer, grant, ring, since, named, relayed);
    }
}
