package org.ringback.api.control;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    /**
     * Acknowledges that a gateway lived twice or that its store went back: the warning goes, and comes again with the
     * next reason for it. A server that notices neither has nothing to clear.
     *
     * @param equipment of which the status warns
     * @return completes when it is on disk
     */
    default CompletionStage<Void> clearAlarm(EquipmentId equipment) {
        return CompletableFuture.failedFuture(
                new RefusedException(equipment + ": no alarm (expected: equipment that status warns of)"));
    }

    /** {@return everybody who is or was enrolled, by ID} */
    List<Enrolment> enrolments();

    /** {@return how the server is} */
    ServerStatus status();
}
