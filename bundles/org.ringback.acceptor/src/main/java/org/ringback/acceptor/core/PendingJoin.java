package org.ringback.acceptor.core;

import java.util.Set;
import java.util.TreeSet;
import org.ringback.api.EquipmentId;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Secret;

/**
 * An enrolment under way. Immutable, but for the addresses.
 *
 * @param request the command's number
 * @param equipment what would be enrolled, with its keys
 * @param protection of the connection that enrols it
 * @param code the one-time code
 * @param servers their addresses as far as found
 * @param unanswered the names that are still being looked up
 * @param deadline when a look-up takes too long, in monotonic nanoseconds
 */
record PendingJoin(
        long request,
        StoredEquipment equipment,
        Protection protection,
        Secret code,
        ServerAddresses servers,
        Set<String> unanswered,
        long deadline) {
    PendingJoin {
        unanswered = Set.copyOf(unanswered);
    }

    EquipmentId id() {
        return equipment.id();
    }

    /** {@return the same, one name fewer being looked up} */
    PendingJoin answered(String server) {
        Set<String> left = new TreeSet<>(unanswered);
        left.remove(server);
        return new PendingJoin(request, equipment, protection, code, servers, left, deadline);
    }

    /** {@return the same, not waiting for names any more} */
    PendingJoin dialling() {
        return new PendingJoin(request, equipment, protection, code, servers, Set.of(), Long.MAX_VALUE);
    }
}
