package org.ringback.api.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ringback.api.RingNonce;

/** The calls of this program, at whichever role they began. A service that is there whatever roles run. Thread-safe. */
public interface CallControl {
    /** {@return those that stand, the oldest first, and behind them the latest that ended, the last one first; a copy} */
    List<CallStatus> calls();

    /**
     * Ends a call that began here.
     *
     * @param ring the ring of this program's issuer that led to it
     * @return whether it stood; its local ports are free then
     */
    boolean hangUp(RingNonce ring);

    /**
     * Waits for the end of a call that began here.
     *
     * @param ring the ring of this program's issuer that led to it
     * @return completes with how it ended; empty if none stands
     */
    Optional<CompletionStage<CallStatus.End>> over(RingNonce ring);
}
