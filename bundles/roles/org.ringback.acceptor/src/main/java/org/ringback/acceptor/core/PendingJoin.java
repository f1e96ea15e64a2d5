package org.ringback.acceptor.core;

import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.kernel.Request;
import org.ringback.kernel.ServerRoute;

/**
 * An enrolment under way. Immutable, except for the addresses.
 *
 * @param request the command
 * @param equipment the equipment to enrol, with its keys
 * @param protection the protection of the connection that enrols it
 * @param code the one-time code
 * @param servers the names and addresses of its server
 */
record PendingJoin(
        Request<EquipmentId> request,
        StoredEquipment equipment,
        ProtectionId protection,
        Secret code,
        ServerRoute servers) {
    /** {@return the local name under which it joins} */
    EquipmentId name() {
        return equipment.name();
    }
}
