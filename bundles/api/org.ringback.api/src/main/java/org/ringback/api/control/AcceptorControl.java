package org.ringback.api.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Secret;

/** What a person can do at a gateway. Thread-safe. */
public interface AcceptorControl {
    /**
     * Makes keys for a piece of equipment and enrols it with the server named in the string. The same string again uses
     * the same keys.
     *
     * @param enrolmentString from the server's operator
     * @param replace whether to replace equipment of that name that this gateway has, with its keys, password and
     *     grants; if false, another string for it is refused before the server is asked
     * @return the equipment, once its keys are on disk and the server knows it
     */
    CompletionStage<EquipmentId> join(String enrolmentString, boolean replace);

    /**
     * Joins without replacing equipment.
     *
     * @param enrolmentString from the server's operator
     * @return the equipment, once its keys are on disk and the server knows it
     */
    default CompletionStage<EquipmentId> join(String enrolmentString) {
        return join(enrolmentString, false);
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
     * Takes a permission back and ends its conversations; works without the server.
     *
     * @param equipment which
     * @param person the name it was granted to
     * @return completes when it is on disk
     */
    CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person);

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
        return CompletableFuture.failedFuture(
                new RefusedException("leave: " + equipment + " cannot leave this gateway (expected: one that can)"));
    }

    /**
     * Tells how a page of the equipment is, by ID. Soon: fails if this gateway does not answer.
     *
     * @param after the last ID of the page before; empty for the first page
     * @param limit at most so many rows, 1 to {@link Page#MOST}
     * @return how each is
     */
    Page<EquipmentStatus> equipment(Optional<EquipmentId> after, int limit);

    /**
     * Tells how one piece of equipment is. Soon: fails if this gateway does not answer.
     *
     * @param id which
     * @return how it is, if it has joined
     */
    Optional<EquipmentStatus> equipment(EquipmentId id);

    /** {@return what the owner should do, in words; best empty. Soon: fails if this gateway does not answer} */
    List<String> warnings();
}
