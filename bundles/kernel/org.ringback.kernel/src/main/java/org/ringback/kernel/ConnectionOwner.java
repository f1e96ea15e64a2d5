package org.ringback.kernel;

import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/** What one connection is for: hears all that happens on it, until it ends or is passed on. Belongs to the core's thread. */
public interface ConnectionOwner {
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
     * @param message what
     * @param turn takes the actions
     */
    void received(Message message, Turn turn);

    /**
     * Something came that the catalogue refuses. Unless the owner does better, the connection is aborted and has ended.
     *
     * @param event what was wrong
     * @param owners know the connection
     * @param turn takes the actions
     */
    default void malformed(Event.Malformed event, Owners owners, Turn turn) {
        owners.fail(event.connection(), CloseReason.of(CloseReason.Kind.PROTECTION, event.why()), turn);
    }

    /**
     * The connection is over, and not by {@link Owners#close} or {@link Owners#abort}. Heard once, last.
     *
     * @param reason why
     * @param turn takes the actions
     */
    void ended(CloseReason reason, Turn turn);

    /**
     * What the next step waited for could not be written to disk. The connection is over, and has ended unless the owner
     * does better.
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
