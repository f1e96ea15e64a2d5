package org.ringback.api.control;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;

/** The calls of this program, at whichever role they began. A service that is there whatever roles run. Thread-safe. */
public interface CallControl {
    /** {@return those that stand, the oldest first, and behind them the latest that ended, the last one first; a copy} */
    List<CallStatus> calls();

    /**
     * Lists the calls that ended by another local name of their equipment; those that stand are named by their role.
     *
     * @param role the role of this end
     * @param before the name that it had
     * @param now the name that it has
     */
    void renamed(Role role, EquipmentId before, EquipmentId now);

    /**
     * Measures the way to the other end of a call that began at this program's issuer, by a PING that it answers.
     *
     * @param ring the ring that led to the call
     * @return the time until the answer came, by the monotonic clock; fails with a {@link RefusedException} if the call
     *     ends before, or after 5 s
     */
    default CompletionStage<Duration> ping(RingNonce ring) {
        return CompletableFuture.failedFuture(
                new RefusedException("ping is not known to what carries the calls (expected: one that can)"));
    }

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
