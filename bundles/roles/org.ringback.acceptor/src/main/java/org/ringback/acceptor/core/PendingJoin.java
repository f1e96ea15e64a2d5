package org.ringback.acceptor.core;

import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.kernel.Request;
import org.ringback.kernel.ServerRoute;

/**
 * An enrolment under way. Immutable, but for the addresses.
 *
 * @param request the command
 * @param equipment what would be enrolled, with its keys
 * @param protection of the connection that enrols it
 * @param code the one-time code
 * @param servers how its server is reached
 */
record PendingJoin(
        Request<EquipmentId> request,
        StoredEquipment equipment,
        ProtectionId protection,
        Secret code,
        ServerRoute servers) {
    EquipmentId id() {
        return equipment.id();
    }
}
