package org.ringback.kernel;

import java.util.Optional;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/**
 * A call that a role handed over, or that stands from an earlier run of it: what goes on there is not the core's any more,
 * only that it stands. Belongs to the core's thread.
 */
public final class StandingCall implements ConnectionOwner {
    private final CallFacts facts;
    private final Optional<Story> story;

    /**
     * A call that stands.
     *
     * @param facts what is known of it
     * @param story of its ring, told by this run of the role
     */
    public StandingCall(CallFacts facts, Optional<Story> story) {
        this.facts = facts;
        this.story = story;
    }

    /** {@return what is known of it} */
    public CallFacts facts() {
        return facts;
    }

    /**
     * Ends it at once, as it may not go on.
     *
     * @param connection its number
     * @param why in words
     * @param owners know it
     * @param turn takes the action
     */
    public void cut(long connection, String why, Owners owners, Turn turn) {
        owners.leave(connection);
        turn.act(new Action.CutCall(connection, why));
        story.ifPresent(told -> told.step(turn, "call-back cut", why));
    }

    @Override
    public void established(PeerFacts peer, Turn turn) {
        // It was, before it was handed over.
    }

    @Override
    public void received(Message message, Turn turn) {
        // No message comes on a connection that was handed over.
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        story.ifPresent(told -> told.step(turn, "call-back over", reason.detail()));
    }

    @Override
    public void notWritten(String why, Turn turn) {
        // Nothing of it waits for the disk.
    }
}
