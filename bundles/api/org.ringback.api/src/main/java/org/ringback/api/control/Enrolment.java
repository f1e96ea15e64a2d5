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
 * @param role what it is enrolled as
 * @param key its public key
 * @param protections the protections that its connections may use, by name; by number if no bundle here has that
 *     protection
 * @param state whether the server accepts it
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
    /** Whether the server accepts a device. */
    public enum State {
        /** The server accepts it. */
        ENROLLED,
        /** Its one-time code was used from another key too: nothing is allowed until it is enrolled again. */
        SUSPENDED,
        /** Its key was revoked for good. */
        REVOKED
    }

    /** Copies the sets. */
    public Enrolment {
        protections = List.copyOf(protections);
        mayAsk = Set.copyOf(mayAsk);
    }
}
