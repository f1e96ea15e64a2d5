package org.ringback.api.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.Page;
import org.ringback.api.Secret;

/**
 * What a person can do at a gateway. Equipment is named by its local name here, which {@link EquipmentStatus} tells
 * beside the ID. Thread-safe.
 */
public interface AcceptorControl {
    /**
     * Makes keys for a piece of equipment and enrols it with the server named in the string. The same string again uses
     * the same keys.
     *
     * @param enrolmentString from the server's operator
     * @param replace whether to replace equipment of that name that this gateway has, with its keys, password and
     *     grants; if false, another string for it is refused before the server is asked
     * @return its local name, once its keys are on disk and the server knows it
     */
    CompletionStage<EquipmentId> join(String enrolmentString, boolean replace);

    /**
     * Joins without replacing equipment.
     *
     * @param enrolmentString from the server's operator
     * @return its local name, once its keys are on disk and the server knows it
     */
    default CompletionStage<EquipmentId> join(String enrolmentString) {
        return join(enrolmentString, false);
    }

    /**
     * Joins under a local name of the owner's choice, so that equipment of the same ID at several servers can be told
     * apart.
     *
     * @param enrolmentString from the server's operator
     * @param replace as in {@link #join(String, boolean)}
     * @param as the name; empty for the one that the equipment of this string has here, else for the ID
     * @return the local name, once its keys are on disk and the server knows it
     */
    default CompletionStage<EquipmentId> join(String enrolmentString, boolean replace, Optional<EquipmentId> as) {
        return as.isEmpty() ? join(enrolmentString, replace) : refused("join under a name of your own");
    }

    /**
     * Gives a piece of equipment another local name. Nobody else is told: its ID stays what it is. Rings and calls go
     * on, under the new name.
     *
     * @param equipment its present name
     * @param name the name from now on; no other equipment may have it
     * @return completes when it is on disk
     */
    default CompletionStage<Void> rename(EquipmentId equipment, EquipmentId name) {
        return refused("rename");
    }

    /**
     * Gives a person another name in all grants of this gateway. Nobody else is told.
     *
     * @param person the present name
     * @param name the name from now on; nobody may have a grant under it
     * @return how many grants that stand the person has, once it is on disk
     */
    default CompletionStage<Integer> renamePerson(EquipmentId person, EquipmentId name) {
        return refused("rename of a person");
    }

    /**
     * Looks at the network: asks each server, over each of its addresses, where it sees this gateway. Takes about 15 s at
     * most.
     *
     * @return one report for each server of equipment that has joined
     */
    default CompletionStage<List<NetworkReport>> network() {
        return refused("netcheck");
    }

    /**
     * Sets the password of a piece of equipment; only its Argon2id image is kept.
     *
     * @param equipment which
     * @param password what the person chose, as typed; {@link org.ringback.api.OpaqueString} says what may be
     * @return completes when it is on disk
     */
    CompletionStage<Void> password(EquipmentId equipment, Secret password);

    /**
     * Permits a person to ring a piece of equipment.
     *
     * @param equipment which
     * @param person a name for the person's issuer; the server adds a suffix if it is taken
     * @return the grant string, to be given to that person alone
     */
    CompletionStage<String> grant(EquipmentId equipment, EquipmentId person);

    /**
     * Permits a person to ring a piece of equipment for some services, or until some time.
     *
     * @param equipment which
     * @param person a name for the person's issuer; the server adds a suffix if it is taken
     * @param terms what the grant gives; an end that has passed is refused
     * @return the grant string, to be given to that person alone
     */
    default CompletionStage<String> grant(EquipmentId equipment, EquipmentId person, GrantTerms terms) {
        return terms.equals(GrantTerms.ALL)
                ? grant(equipment, person)
                : refused("grant: a list of services, or an end,");
    }

    /**
     * Takes a permission back and ends its conversations; works without the server.
     *
     * @param equipment which
     * @param person the name it was granted to
     * @return completes when it is on disk
     */
    CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person);

    /**
     * Takes one of several permissions of a person back.
     *
     * @param equipment which
     * @param person the name it was granted to
     * @param grant the grant's ID or the beginning of it; empty for all of that person's
     * @return completes when it is on disk
     */
    default CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person, String grant) {
        return grant.isEmpty() ? revoke(equipment, person) : refused("revoke: one of several grants");
    }

    /**
     * Suspends permissions and ends their calls: whoever rings by them is refused as if they were taken back, until
     * they are resumed. Works without the server, which is told nothing.
     *
     * @param equipment which
     * @param person the name they were granted to
     * @param grant the grant's ID or the beginning of it; empty for all of that person's
     * @return completes when it is on disk
     */
    default CompletionStage<Void> suspend(EquipmentId equipment, EquipmentId person, String grant) {
        return refused("suspend");
    }

    /**
     * Gives suspended permissions back.
     *
     * @param equipment which
     * @param person the name they were granted to
     * @param grant the grant's ID or the beginning of it; empty for all of that person's
     * @return completes when it is on disk
     */
    default CompletionStage<Void> resume(EquipmentId equipment, EquipmentId person, String grant) {
        return refused("resume");
    }

    /**
     * Ends the calls of one person, who may ring again.
     *
     * @param person the name that was granted to
     * @param equipment only those to this one; empty for all
     * @return how many ended
     */
    default CompletionStage<Integer> hangUp(EquipmentId person, Optional<EquipmentId> equipment) {
        return refused("hang-up");
    }

    private static <T> CompletionStage<T> refused(String what) {
        return CompletableFuture.failedFuture(
                new RefusedException(what + " is not known to this gateway (expected: one that can)"));
    }

    /**
     * Lets a piece of equipment leave this gateway: its registration and its calls end, and its keys, its password and
     * all grants of it are deleted; works without the server. The enrolment at the server stays until its operator ends
     * it.
     *
     * @param equipment which
     * @return once all of it is off the disk, whether the server was told, as far as is known; if not, it lists the
     *     equipment until it has been silent for long enough
     */
    default CompletionStage<Boolean> leave(EquipmentId equipment) {
        return refused("leave");
    }

    /**
     * Tells how a page of the equipment is, by local name. Soon: fails if this gateway does not answer.
     *
     * @param after the last name of the page before; empty for the first page
     * @param limit at most so many rows, 1 to {@link Page#MOST}
     * @return how each is
     */
    Page<EquipmentStatus> equipment(Optional<EquipmentId> after, int limit);

    /**
     * Tells how one piece of equipment is. Soon: fails if this gateway does not answer.
     *
     * @param name its local name
     * @return how it is, if it has joined
     */
    Optional<EquipmentStatus> equipment(EquipmentId name);

    /** {@return what the owner should do, in words; best empty. Soon: fails if this gateway does not answer} */
    List<String> warnings();
}
