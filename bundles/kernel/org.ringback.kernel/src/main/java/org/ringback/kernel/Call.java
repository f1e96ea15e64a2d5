package org.ringback.kernel;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.spi.PeerFacts;

/**
 * One end of a call: its conversations, over whatever path (connection) carries it. Refers to no role, so that it
 * outlives the one that handed it over. Thread-safe, except {@link #owner} and {@link #disown}.
 */
@ProviderType
public interface Call {
    /** {@return what is known of the call} */
    CallFacts facts();

    /**
     * Lists the call under another local name of its equipment, by which services and addresses are found for the
     * conversations that begin from now on.
     *
     * @param equipment that name
     */
    void named(EquipmentId equipment);

    /** {@return what is known of the path's peer; empty while no path carries the call} */
    Optional<PeerFacts> path();

    /**
     * Opens a conversation; the issuer's have odd numbers, the acceptor's even ones.
     *
     * @return the conversation
     * @throws IOException if the call is over or 64 conversations are open
     */
    Conversation open() throws IOException;

    /** {@return how many conversations are open} */
    int conversations();

    /** The call's role. Told on the role's loop. */
    @FunctionalInterface
    interface Owner {
        /**
         * The call is over.
         *
         * @param why in words
         */
        void ended(String why);

        /**
         * The first conversation of the call was refused: nothing answers it, or nothing can.
         *
         * @param why which of the reasons that concern a service
         */
        default void unserved(RingReason why) {}

        /** At the acceptor: the call is about to move to another session, unless it is cut before this returns. */
        default void moves() {}
    }

    /**
     * Sets the listener by which the call's role is told of it; replaces the one before. To be called on the role's
     * loop.
     *
     * @param owner is told the call's end at once if it is over already
     */
    void owner(Owner owner);

    /** Removes that listener, so that nothing refers to the role any more. To be called on the role's loop. */
    void disown();

    /**
     * Somebody here hangs up: ends every conversation, and the path in order.
     *
     * @param why in words
     */
    void end(String why);

    /**
     * Ends the call, because it may not go on: what comes is ignored, and what waits to be sent is dropped. With a reason
     * to tell, what the connection took before may still leave, within its 10 s, with the reason behind it; without one
     * the connection is reset at once.
     *
     * @param why in words
     * @param told what the other end is told; empty to reset the connection
     */
    void cut(String why, Optional<CutReason> told);
}
