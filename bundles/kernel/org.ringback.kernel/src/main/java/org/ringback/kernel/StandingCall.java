package org.ringback.kernel;

import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Message;

/**
 * A call that this or an earlier run of a role handed over: the core only counts it as open, and may end it. Belongs to
 * the core's thread.
 */
public final class StandingCall implements ConnectionOwner {
    private static final String CUT = "call-back cut";
    private static final String OVER = "call-back over";

    /** The steps of a story that come behind its ring, of the call. */
    static final Set<String> STEPS = Set.of(CUT, OVER);

    private CallFacts facts;
    private final Optional<Story> story;

    /**
     * Makes the owner of an open call.
     *
     * @param facts what is known of the call
     * @param story the story of its ring, if this run of the role tells it
     */
    public StandingCall(CallFacts facts, Optional<Story> story) {
        this.facts = facts;
        this.story = story;
    }

    /** {@return what is known of the call} */
    public CallFacts facts() {
        return facts;
    }

    /**
     * Ends the call at once, because it may not go on.
     *
     * @param connection the number of its connection
     * @param why in words
     * @param told what the other end is told; empty to reset the connection
     * @param owners knows the connection
     * @param turn takes the action
     */
    public void cut(long connection, String why, Optional<CutReason> told, Owners owners, Turn turn) {
        owners.leave(connection);
        turn.act(new Action.CutCall(connection, why, told));
        story.ifPresent(one -> one.step(turn, CUT, why));
    }

    /**
     * Has the call listed under another local name of its equipment.
     *
     * @param connection the number of its connection
     * @param name that name
     * @param turn takes the action
     */
    public void named(long connection, EquipmentId name, Turn turn) {
        facts = facts.renamed(name);
        turn.act(new Action.NameCall(connection, name));
    }

    @Override
    public void established(PeerFacts peer, Turn turn) {
        // Nothing: it was established before it was handed over.
    }

    @Override
    public void received(Message message, Turn turn) {
        // Nothing: no message comes on a connection that was handed over.
    }

    @Override
    public void ended(CloseReason reason, Turn turn) {
        story.ifPresent(told -> told.step(turn, OVER, reason.detail()));
    }

    @Override
    public void notWritten(String why, Turn turn) {
        // Nothing: it never waits for the disk.
    }
}
