package org.ringback.api.control;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.crypto.Protection;

/** Runs the server. Thread-safe. */
public interface ServerControl {
    /**
     * Makes an enrolment string, good for 10 minutes and one device. For an ID that is suspended or revoked it makes
     * room for a new device; for one that is enrolled it is refused.
     *
     * @param id the ID to be enrolled
     * @param role as what
     * @param protections what its connections may use; at least one
     * @return the string
     */
    CompletionStage<String> enrol(EquipmentId id, Role role, Set<Protection> protections);

    /**
     * Ends an enrolment with its leases, pending rings and connections at once; gateways that the key may have called
     * are told.
     *
     * @param id which
     * @return completes when it is on disk
     */
    CompletionStage<Void> revoke(EquipmentId id);

    /** {@return everybody who is or was enrolled, by ID} */
    List<Enrolment> enrolments();

    /** {@return how the server is} */
    ServerStatus status();
}
