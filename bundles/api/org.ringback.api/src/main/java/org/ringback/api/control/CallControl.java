package org.ringback.api.control;

import java.util.List;

/** The calls of this program, at whichever role they began. A service that is there whatever roles run. Thread-safe. */
public interface CallControl {
    /** {@return those that stand, the oldest first, and behind them the latest that ended, the last one first; a copy} */
    List<CallStatus> calls();
}
