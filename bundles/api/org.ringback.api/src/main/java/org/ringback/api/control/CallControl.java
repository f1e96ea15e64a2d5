package org.ringback.api.control;

import java.time.Duration;
import java.util.List;

/** The calls of this program, at whichever role they began. A service that is there whatever roles run. Thread-safe. */
public interface CallControl {
    /** {@return those that stand, the oldest first, and behind them the latest that ended, the last one first; a copy} */
    List<CallStatus> calls();

    /**
     * Ends each call that is then still protected by crypto that is not used any more. For a release that repairs a
     * flaw: calls move to the crypto that is used within a minute, but a peer of an earlier version stays where it is.
     *
     * @param after when
     */
    void cutUnmoved(Duration after);
}
