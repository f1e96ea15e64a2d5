package org.ringback.api.control;

import java.time.Instant;
import java.util.Optional;
import org.ringback.api.RingNonce;

/**
 * One forward, as it is now. Immutable.
 *
 * @param forward where it listens, with the port that it has, and how it rings
 * @param configured whether the configuration asks for it, and not a command
 * @param state what a connection to the port meets
 * @param since since when it is so
 * @param ring the ring of the call that stands, else that of the last call; empty before the first one
 * @param why why no call stands, in words: why the last one ended, or did not come; empty if none was made yet, or one
 *     stands
 */
public record ForwardStatus(
        Forward forward,
        boolean configured,
        State state,
        Instant since,
        Optional<RingNonce> ring,
        Optional<String> why) {
    /** What a connection to the port meets. */
    public enum State {
        /** A call, in which it becomes a conversation. */
        STANDING,
        /** A ring that is under way; it waits for the call. */
        RINGING,
        /** Neither of the two: it begins a ring, and waits. */
        WAITING,
        /** Another program, or nobody: the port could not be had. */
        NOT_LISTENING,
        /** Nobody: somebody here closed it. */
        CLOSED
    }
}
