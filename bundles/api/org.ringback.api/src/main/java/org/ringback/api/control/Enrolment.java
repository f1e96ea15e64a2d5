package org.ringback.api.control;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;

/**
 * One device that a server knows. Immutable.
 *
 * @param id its ID
 * @param role as what
 * @param key its public key
 * @param protections what its connections may use, by name; one that no bundle brings here, by number
 * @param state whether it counts
 * @param since when it enrolled
 * @param mayAsk for an issuer: the equipment that it may ask for
 */
public record Enrolment(
        EquipmentId id,
        Role role,
        KeyFingerprint key,
        List<String> protections,
        State state,
        Instant since,
        Set<EquipmentId> mayAsk) {
    /** Whether an enrolment counts. */
    public enum State {
        /** It counts. */
        ENROLLED,
        /** Its one-time code was used from another key too: nothing is allowed until it is enrolled again. */
        SUSPENDED,
        /** It was revoked. */
        REVOKED
    }

    /** Copies. */
    public Enrolment {
        protections = List.copyOf(protections);
        mayAsk = Set.copyOf(mayAsk);
    }
}
