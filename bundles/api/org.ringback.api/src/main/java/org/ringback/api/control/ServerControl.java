package org.ringback.api.control;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.Secret;

/** Runs the server. Thread-safe. */
public interface ServerControl {
    /**
     * Makes an enrolment string, good for 10 minutes and one device. For an ID that is suspended or revoked it makes
     * room for a new device; for one that is enrolled it is refused.
     *
     * @param id the ID to be enrolled
     * @param role as what
     * @param protections the names of what its connections may use; at least one
     * @return the string
     */
    CompletionStage<String> enrol(EquipmentId id, Role role, Set<String> protections);

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

    /**
     * Makes the backup CA this server's CA, after the one before was lost or stolen: leaves, and strings that are made from
     * now on, are under it; who is enrolled knows it already, and what stands goes on. A new backup CA is made. Doing it
     * again changes nothing.
     *
     * @param backupPem the backup CA's file, as the first start made it; the caller destroys it
     * @return what came of it, once it is on disk; fails with an IllegalArgumentException, whose message names no field,
     *     if that is not the backup CA's file
     */
    default CompletionStage<AuthorityChange> authorityFromBackup(Secret backupPem) {
        return CompletableFuture.failedFuture(new RefusedException(
                "authority: this server takes no backup CA (expected: a newer org.ringback.relay)"));
    }

    /**
     * Shows a page of who is or was enrolled, by ID. Waits at most for what the server does at this moment.
     *
     * @param after the last ID of the page before; empty for the first page
     * @param limit at most so many rows, 1 to {@link Page#MOST}
     * @return who, as it is now
     */
    Page<Enrolment> enrolments(Optional<EquipmentId> after, int limit);

    /**
     * Shows a page of the equipment list, by ID. Returns at once.
     *
     * @param after the last ID of the page before; empty for the first page
     * @param limit at most so many rows, 1 to {@link Page#MOST}
     * @return who is registered, and where
     */
    Page<RegisteredDevice> registrations(Optional<EquipmentId> after, int limit);

    /**
     * Finds one row of the equipment list. Returns at once.
     *
     * @param id whose
     * @return the row, if there is one
     */
    Optional<RegisteredDevice> registration(EquipmentId id);

    /** {@return how the server is} */
    ServerStatus status();
}
