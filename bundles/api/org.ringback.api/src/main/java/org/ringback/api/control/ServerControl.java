package org.ringback.api.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.Secret;

/** What a person can do at a server. Thread-safe. */
public interface ServerControl {
    /**
     * Makes an enrolment string, valid for 10 minutes and one device. Allowed for a new ID, and for one that is
     * suspended or revoked, which then gets a new device; refused for one that is enrolled.
     *
     * @param id the ID to be enrolled
     * @param role what the device enrols as
     * @param protections the names of the protections that its connections may use; at least one
     * @return the string
     */
    CompletionStage<String> enrol(EquipmentId id, Role role, Set<String> protections);

    /**
     * Ends an enrolment at once, with its leases, pending rings and connections, and tells the gateways that the key
     * may have called. Ends an enrolment string for the ID that nobody used, too.
     *
     * @param id which
     * @return what it ended, when that is on disk
     */
    CompletionStage<Revocation> revoke(EquipmentId id);

    /**
     * Clears the warning that a gateway runs twice or that its store is an old one; it comes again with the next sign
     * of it. The default does nothing, for a server that notices neither.
     *
     * @param equipment the equipment that the status warns of
     * @return completes when it is on disk
     */
    default CompletionStage<Void> clearAlarm(EquipmentId equipment) {
        return CompletableFuture.failedFuture(
                new RefusedException(equipment + ": no alarm (expected: equipment that status warns of)"));
    }

    /**
     * Makes the backup CA this server's CA, after the present one was lost or stolen. From now on leaves and new
     * strings are under it; enrolled devices trust it already, and open connections go on. Makes a new backup CA. Doing
     * it again changes nothing.
     *
     * @param backupPem the backup CA's file, as the first start made it; the caller destroys it
     * @return the result, once it is on disk; fails with an IllegalArgumentException, whose message names no field, if
     *     the file is not that of the backup CA
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
     * Shows a page of the enrolment strings by which no device has joined, by ID: those that are good, and a bounded
     * number of those that expired last, as far as the server remembers since its start. An ID that is enrolled is not
     * among them. Waits at most for what the server does at this moment. The default knows none.
     *
     * @param after the last ID of the page before; empty for the first page
     * @param limit at most so many rows, 1 to {@link Page#MOST}
     * @return the strings' IDs, each once; not the strings
     */
    default Page<UnusedString> unusedStrings(Optional<EquipmentId> after, int limit) {
        return new Page<>(List.of(), false);
    }

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

    /**
     * Finds the last row of a piece of equipment that is not registered any more. Returns at once. The default knows
     * none.
     *
     * @param id whose
     * @return the row as it was when it ended; empty if it is registered, or if this server does not remember: rows are
     *     in memory only, a bounded number of those that ended last
     */
    default Optional<RegisteredDevice> lastRegistration(EquipmentId id) {
        return Optional.empty();
    }

    /**
     * Tells where this server can be reached. Soon: fails if it does not answer.
     *
     * @return as it is now
     * @throws RefusedException if this server cannot tell
     */
    default ServerNetwork network() throws RefusedException {
        throw new RefusedException("netcheck is not known to this server (expected: one that can)");
    }

    /**
     * Tells since when this server remembers every row: equipment that has none, and no last one, was not heard since.
     * Returns at once. The default remembers none.
     *
     * @return when it began, as rows are in memory only; empty if there were more that ended than it remembers
     */
    default Optional<Instant> remembersSince() {
        return Optional.empty();
    }

    /** {@return the server's state} */
    ServerStatus status();
}
