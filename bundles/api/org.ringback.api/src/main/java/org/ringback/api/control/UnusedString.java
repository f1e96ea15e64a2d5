package org.ringback.api.control;

import java.time.Instant;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;

/**
 * An enrolment string of a server's operator by which no device has joined. Immutable.
 *
 * @param id the ID that it enrols
 * @param role what it enrols as
 * @param until when it expires, or did
 * @param known whether the server lists this ID among its enrolments already, as suspended or revoked
 */
public record UnusedString(EquipmentId id, Role role, Instant until, boolean known) {
    /**
     * Tells whether a device may still join by it.
     *
     * @param now the time
     * @return whether it is good
     */
    public boolean isGood(Instant now) {
        return now.isBefore(until);
    }
}
