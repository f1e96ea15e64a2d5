package org.ringback.kernel;

import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/**
 * The part of a core that uses one connection, and is told all that happens on it, until the connection ends or another
 * owner takes it. Belongs to the core's thread.
 */
public interface ConnectionOwner {
    /**
     * The connection was dialled and is open; nobody is proved on it yet. Does nothing by default.
     *
     * @param turn takes the actions
     */
    default void opened(Turn turn) {}

    /**
     * The peer is proved.
     *
     * @param peer what is known of it
     * @param turn takes the actions
     */
    void established(PeerFacts peer, Turn turn);

    /**
     * A message came.
     *
     * @param message the message
     * @param turn takes the actions
     */
    void received(Message message, Turn turn);

    /**
     * A message came that the catalogue refuses. By default the connection is aborted and has ended.
     *
     * @param event what is wrong with the message
     * @param owners knows the connection
     * @param turn takes the actions
     */
    default void malformed(Event.Malformed event, Owners owners, Turn turn) {
        owners.fail(event.connection(), CloseReason.of(CloseReason.Kind.PROTECTION, event.why()), turn);
    }

    /**
     * The connection is over, but not because of {@link Owners#close} or {@link Owners#abort}. Called once, after all
     * others.
     *
     * @param reason why
     * @param turn takes the actions
     */
    void ended(CloseReason reason, Turn turn);

    /**
     * Changes on which the next step depended could not be written to disk. The connection is over, and has ended
     * unless the owner does better.
     *
     * @param why in words
     * @param turn takes the actions
     */
    default void notWritten(String why, Turn turn) {
        ended(CloseReason.of(CloseReason.Kind.CLOSED_HERE, why), turn);
    }

    /** {@return the monotonic nanoseconds at which the peer has taken too long; {@link Long#MAX_VALUE} for never} */
    default long deadline() {
        return Long.MAX_VALUE;
    }
}
