package org.ringback.conversation.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.KeyFingerprint;

/**
 * Bytes of buffer for the conversations of all call-backs of a role. Each peer has a share, whatever number of call-backs
 * it has, and the last quarter of all bytes is for peers that hold little: so nobody takes everybody's. Thread-safe.
 */
public final class Budget {
    /** A share is this part of all bytes. */
    private static final int SHARES = 4;
    /** A share is never less than what so many idle conversations need, if there is as much at all. */
    private static final int LEAST_CONVERSATIONS = 64;
    /** Who holds no more than this part of all bytes holds little. */
    private static final int LITTLE = 64;

    private static final long IDLE = 2L * FrameLayout.FIRST_LIMIT;

    private final AtomicLong left;
    private final long share;
    private final long keptBack;
    private final long little;
    private final Map<KeyFingerprint, Long> held = new ConcurrentHashMap<>();

    /**
     * A full budget.
     *
     * @param bytes how much there is
     */
    public Budget(long bytes) {
        this.left = new AtomicLong(bytes);
        this.share = Math.min(bytes, Math.max(bytes / SHARES, LEAST_CONVERSATIONS * IDLE));
        // Where there is no more than one share there is nobody to keep it for.
        this.keptBack = bytes < 2 * share ? 0 : bytes / SHARES;
        this.little = Math.max(bytes / LITTLE, IDLE);
    }

    /** {@return how many bytes are left of all} */
    public long left() {
        return left.get();
    }

    /**
     * What the call-backs with one peer take from.
     *
     * @param peer its proved key
     * @return its share; all shares of one key are the same
     */
    public Share share(KeyFingerprint peer) {
        return new Share(peer);
    }

    /** One peer's share. Thread-safe. */
    public final class Share {
        private final KeyFingerprint peer;

        private Share(KeyFingerprint peer) {
            this.peer = peer;
        }

        /** Whether more than half of the share is left, and that much at all. */
        boolean plenty() {
            return Math.min(share - held.getOrDefault(peer, 0L), left.get() - keptBack) > share / 2;
        }

        boolean take(long bytes) {
            AtomicBoolean taken = new AtomicBoolean();
            held.compute(peer, (key, before) -> {
                long after = (before == null ? 0 : before) + bytes;
                if (after > share || !takeFromAll(bytes, after <= little ? 0 : keptBack)) {
                    return before;
                }
                taken.set(true);
                return after;
            });
            return taken.get();
        }

        void give(long bytes) {
            held.computeIfPresent(peer, (key, before) -> before == bytes ? null : before - bytes);
            left.addAndGet(bytes);
        }
    }

    /** Takes if at least so much stays. */
    private boolean takeFromAll(long bytes, long stays) {
        long before = left.getAndUpdate(now -> now - bytes >= stays ? now - bytes : now);
        return before - bytes >= stays;
    }
}
