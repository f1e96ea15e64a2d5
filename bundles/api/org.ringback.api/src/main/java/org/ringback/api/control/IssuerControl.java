package org.ringback.api.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Secret;

/**
 * What a person can do at an issuer. Equipment is named by its local name here, which {@link GrantedEquipment} tells
 * beside the ID. Thread-safe.
 */
public interface IssuerControl {
    /**
     * Enrols this issuer with the server named in the string, and makes its key if it has none. Needed before the first
     * grant only if one wants to enrol earlier, as a grant string enrols by itself; and after a suspension or
     * revocation. Earlier grants stay, unless the server revoked the key: then a new key is made for that server, and
     * the grants of its equipment to the old key are dropped.
     *
     * @param enrolmentString from the server's operator, made for an issuer
     * @return the ID under which the server knows this issuer, once the key is on disk and the server knows it
     */
    CompletionStage<EquipmentId> join(String enrolmentString);

    /**
     * Takes a grant: makes this issuer's key if it has none, enrols it with the server and keeps the equipment's keys.
     * A new grant of the same equipment, known by its key, takes the old one's place.
     *
     * @param grantString from the gateway's owner
     * @param replace whether to replace a grant of other equipment of the same name, with the password kept for it; if
     *     false, the string is refused before the server is asked
     * @return what may now be rung, once it is on disk
     */
    CompletionStage<GrantedEquipment> acceptGrant(String grantString, boolean replace);

    /**
     * Takes a grant without replacing one of other equipment.
     *
     * @param grantString from the gateway's owner
     * @return what may now be rung, once it is on disk
     */
    default CompletionStage<GrantedEquipment> acceptGrant(String grantString) {
        return acceptGrant(grantString, false);
    }

    /**
     * Takes a grant under a local name of the person's choice, so that equipment of the same ID at several servers can
     * be told apart.
     *
     * @param grantString from the gateway's owner
     * @param replace as in {@link #acceptGrant(String, boolean)}
     * @param as the name; empty for the one that equipment known by its ID and key has here, else for the ID
     * @return what may now be rung, once it is on disk
     */
    default CompletionStage<GrantedEquipment> acceptGrant(
            String grantString, boolean replace, Optional<EquipmentId> as) {
        return as.isEmpty() ? acceptGrant(grantString, replace) : refused("accept-grant under a name of your own");
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

    private static <T> CompletionStage<T> refused(String what) {
        return CompletableFuture.failedFuture(
                new RefusedException(what + " is not known to this issuer (expected: one that can)"));
    }

    /**
     * Keeps the password of a piece of equipment for later rings; only its Argon2id image is kept.
     *
     * @param equipment which; a grant for it must have been taken
     * @param password as told by the owner and typed here; {@link org.ringback.api.OpaqueString} says what may be
     * @return completes when it is on disk
     */
    CompletionStage<Void> password(EquipmentId equipment, Secret password);

    /**
     * Forgets what was granted of a piece of equipment: deletes the grant and the password kept for it, and ends rings
     * and calls with it. Nobody else is told.
     *
     * @param equipment which
     * @return completes when both are off the disk
     */
    default CompletionStage<Void> forget(EquipmentId equipment) {
        return refused("forget");
    }

    /**
     * Rings a piece of equipment.
     *
     * @param request what is wanted
     * @return the ring, soon; its {@link Ring#answer()} completes later
     * @throws RefusedException if this side refuses: no grant, a system the grant lacks, a password missing
     */
    Ring ring(RingRequest request) throws RefusedException;

    /**
     * Asks the servers of equipment whether it is there. Rings nobody, opens nothing, and takes 3 s at most: what was not
     * told by then is not known.
     *
     * @param equipment which, in any number
     * @return for each, in the same order
     */
    default CompletionStage<List<Presence>> presence(List<EquipmentId> equipment) {
        return CompletableFuture.failedFuture(
                new RefusedException("ping is not known to this issuer (expected: one that can)"));
    }

    /**
     * Looks at the network: asks each server, over each of its addresses, where it sees this machine, and whether a
     * connection comes in there as a call-back would. Rings nobody; takes about 15 s at most.
     *
     * @return one report for each server of what may be rung
     */
    default CompletionStage<List<NetworkReport>> network() {
        return refused("netcheck");
    }

    /**
     * Tells a page of what may be rung, by local name. Soon: fails if this issuer does not answer.
     *
     * @param after the last name of the page before; empty for the first page
     * @param limit at most so many rows, 1 to {@link Page#MOST}
     * @return what may be rung
     */
    Page<GrantedEquipment> granted(Optional<EquipmentId> after, int limit);

    /**
     * Tells about one piece of equipment. Soon: fails if this issuer does not answer.
     *
     * @param equipment which
     * @return what was granted of it, if it may be rung
     */
    Optional<GrantedEquipment> granted(EquipmentId equipment);

    /** {@return the forwards that the configuration in force asks for} */
    List<Forward> forwards();
}
