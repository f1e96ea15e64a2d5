package org.ringback.api;

import java.io.IOException;

/**
 * What a bundle registers to answer rings (whiteboard): the acceptor calls it for each conversation whose equipment
 * and service match the properties {@link #EQUIPMENT} and {@link #SERVICE}.
 */
public interface EquipmentService {
    /**
     * Service property, a string or an array of them: the local names of the equipment answered for, or {@code *} for every piece of
     * equipment of the gateway.
     */
    String EQUIPMENT = "ringback.equipment";

    /** Service property: the service name answered, as the issuer asks for it, for example {@code http}. */
    String SERVICE = "ringback.service";

    /**
     * Service property, a boolean: whether only those may ring for it whose grant names it. A grant without a list of
     * services gives all others.
     */
    String ADMIN = "ringback.admin";

    /**
     * Talks with the issuer; called on a thread of its own, which it may block. When it returns or throws, the
     * conversation is closed.
     *
     * @param conversation the two streams
     * @throws IOException if the conversation broke; it ends this conversation only
     */
    void answer(Conversation conversation) throws IOException;
}
