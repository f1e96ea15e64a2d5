package org.ringback.api.control;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The calls of this program, at whichever role they began. A service that is there whatever roles run. Thread-safe. */
public interface CallControl {
    /** {@return those that stand, the oldest first, and behind them the latest that ended, the last one first; a copy} */
    List<CallStatus> calls();

    /**
     * Ends each call that is still protected by crypto of these bundles after a time, unless that is used again: calls
     * move to the crypto that is used within a minute, but a peer of an earlier version stays where it is. A call that is
     * still being made has as long from its beginning.
     *
     * @param bundles their numbers in the container
     * @param after how long
     */
    void cutUnmoved(Set<Long> bundles, Duration after);
}
